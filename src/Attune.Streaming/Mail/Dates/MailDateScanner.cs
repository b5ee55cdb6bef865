namespace Attune.Streaming.Mail.Dates;

/// <summary>Collects the fields of a date token by token; a field that was read is never overwritten.</summary>
internal ref struct MailDateScanner
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private bool _hasNumericZone;
    private bool _hasNamedZone;

    public MailDateScanner(ReadOnlySpan<char> text)
    {
        _text = text;
    }

    public int Year { get; private set; } = -1;

    public int YearDigits { get; private set; }

    public int Month { get; private set; } = -1;

    public int Day { get; private set; } = -1;

    public int Hour { get; private set; } = -1;

    public int Minute { get; private set; }

    public int Second { get; private set; }

    public bool? IsAfternoon { get; private set; }

    public int OffsetMinutes { get; private set; }

    private readonly char Current => _position < _text.Length ? _text[_position] : '\0';

    private readonly char Following => _position + 1 < _text.Length ? _text[_position + 1] : '\0';

    /// <summary>Reads one token; false at the end of the text.</summary>
    public bool ReadToken()
    {
        SkipSeparators();
        if (_position >= _text.Length)
        {
            return false;
        }

        if (char.IsAsciiDigit(Current))
        {
            ReadNumber();
        }
        else if (char.IsAsciiLetter(Current))
        {
            ReadWord();
        }
        else if (Current is '+' or '-' && char.IsAsciiDigit(Following) && Hour >= 0)
        {
            ReadOffset();
        }
        else
        {
            _position++;
        }

        return true;
    }

    private void SkipSeparators()
    {
        while (_position < _text.Length)
        {
            if (Current == '(')
            {
                SkipComment();
            }
            else if (Current is ' ' or '\t' or '\r' or '\n' or ',' or '.')
            {
                _position++;
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        var depth = 0;
        for (; _position < _text.Length; _position++)
        {
            depth += Current switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                _position++;
                return;
            }
        }
    }

    private void ReadWord()
    {
        var start = _position;
        while (char.IsAsciiLetter(Current))
        {
            _position++;
        }

        var word = _text[start.._position];
        if (Month < 0 && MailDate.MonthOf(word) is > 0 and var month)
        {
            Month = month;
        }
        else if (word.Equals("AM", StringComparison.OrdinalIgnoreCase) || word.Equals("PM", StringComparison.OrdinalIgnoreCase))
        {
            IsAfternoon ??= word[0] is 'P' or 'p';
        }
        else if (word is ['A' or 'a' or 'P' or 'p'] && Current == '.' && Following is 'M' or 'm')
        {
            IsAfternoon ??= word[0] is 'P' or 'p';
            _position += 2;
        }
        else if (Hour >= 0 && !_hasNumericZone)
        {
            ReadZoneName(word);
        }
    }

    private void ReadZoneName(ReadOnlySpan<char> word)
    {
        if (!_hasNamedZone && MailZones.TryGetOffset(word, out var minutes))
        {
            OffsetMinutes = minutes;
            _hasNamedZone = true;
        }
        else if (_hasNamedZone && word.Equals("DST", StringComparison.OrdinalIgnoreCase))
        {
            OffsetMinutes += 60;
        }
    }

    private void ReadNumber()
    {
        var value = ReadDigits(out var digits);
        if (Current == ':' && Hour < 0 && digits <= 2)
        {
            ReadTime(value);
        }
        else if (Current is '/' or '-' && char.IsAsciiDigit(Following) && Year < 0 && Month < 0 && Day < 0)
        {
            ReadNumericDate(value, digits);
        }
        else if (Day < 0 && digits <= 2)
        {
            Day = value;
        }
        else if (Year < 0)
        {
            SetYear(value, digits);
        }

        if (Current == '-' && char.IsAsciiLetter(Following))
        {
            _position++;
        }
        else if (Current == '-' && Hour < 0)
        {
            _position++;
        }
    }

    private void ReadTime(int hour)
    {
        Hour = hour;
        Minute = ReadAfterColon();
        Second = Current == ':' || (Current == ' ' && Following == ':') ? ReadAfterColon() : 0;
        if (Current == '.' && char.IsAsciiDigit(Following))
        {
            _position++;
            ReadDigits(out _);
        }
    }

    private int ReadAfterColon()
    {
        while (Current is ':' or ' ')
        {
            _position++;
        }

        return char.IsAsciiDigit(Current) ? ReadDigits(out _) : 99;
    }

    private void ReadNumericDate(int first, int firstDigits)
    {
        var separator = Current;
        _position++;
        var second = ReadDigits(out _);
        if (Current != separator || !char.IsAsciiDigit(Following))
        {
            return;
        }

        _position++;
        var third = ReadDigits(out var thirdDigits);
        if (firstDigits == 4)
        {
            SetYear(first, firstDigits);
            Month = second;
            Day = third;
        }
        else
        {
            // Qmail-Scanner, the one program of the corpus that writes slashes, puts the day first.
            (Day, Month) = second > 12 ? (second, first) : (first, second);
            SetYear(third, thirdDigits);
        }

        if (Current is 'T' or 't' && char.IsAsciiDigit(Following))
        {
            _position++;
        }
    }

    private void ReadOffset()
    {
        var sign = Current == '-' ? -1 : 1;
        _position++;
        var value = ReadDigits(out var digits);
        var hours = digits <= 2 ? value : value / 100;
        var minutes = digits <= 2 ? 0 : value % 100;
        if (digits <= 2 && Current == ':' && char.IsAsciiDigit(Following))
        {
            _position++;
            minutes = ReadDigits(out _);
        }

        if (!_hasNumericZone && hours < 24 && minutes < 60)
        {
            OffsetMinutes = sign * ((hours * 60) + minutes);
        }

        _hasNumericZone = true;
    }

    private void SetYear(int value, int digits)
    {
        Year = digits > 4 ? -1 : value;
        YearDigits = digits;
    }

    /// <summary>Reads a run of digits; a value of more than six digits saturates.</summary>
    private int ReadDigits(out int digits)
    {
        const int limit = 1_000_000;
        var value = 0;
        digits = 0;
        while (char.IsAsciiDigit(Current))
        {
            value = Math.Min((value * 10) + (Current - '0'), limit);
            digits++;
            _position++;
        }

        return value;
    }
}

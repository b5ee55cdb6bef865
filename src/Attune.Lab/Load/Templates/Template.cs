using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Attune.Lab.Load;

/// <summary>Text with places to fill in for each request.</summary>
internal sealed class Template
{
    private delegate void Part(IBufferWriter<byte> output, long sequence, ref RequestRandom random);

    private readonly List<Part> _parts = [];

    private Template()
    {
    }

    /// <summary>Whether every request gets the same text.</summary>
    public bool IsConstant { get; private set; } = true;

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="escaping">What is done to values.</param>
    /// <param name="data">Rows for <c>{{data.COLUMN}}</c>; null without a data file.</param>
    /// <param name="place">Field to name in errors.</param>
    public static Template Parse(string text, TemplateEscaping escaping, DataRows? data, string place)
    {
        var template = new Template();
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf("{{");
            var close = open < 0 ? -1 : rest[open..].IndexOf("}}");
            if (close < 0)
            {
                template.AddText(rest.ToString());
                break;
            }

            template.AddText(rest[..open].ToString());
            template.AddValue(rest.Slice(open + 2, close - 2).Trim().ToString(), escaping, data, place);
            rest = rest[(open + close + 2)..];
        }

        return template;
    }

    /// <summary>Writes the text for request number <paramref name="sequence"/>, as UTF-8.</summary>
    public void Render(IBufferWriter<byte> output, long sequence, ref RequestRandom random)
    {
        foreach (var part in _parts)
        {
            part(output, sequence, ref random);
        }
    }

    /// <summary>The text for request number <paramref name="sequence"/>.</summary>
    public string RenderText(long sequence, ref RequestRandom random)
    {
        var output = new ArrayBufferWriter<byte>();
        Render(output, sequence, ref random);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private void AddText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _parts.Add((IBufferWriter<byte> output, long _, ref RequestRandom _) => output.Write(bytes));
    }

    private void AddValue(string name, TemplateEscaping escaping, DataRows? data, string place)
    {
        IsConstant = false;
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (name.StartsWith("data.", StringComparison.Ordinal))
        {
            var column = data?.IndexOf(name[5..]) ?? throw new LoadException($"{place}: {{{{{name}}}}} needs a data file");
            if (column < 0)
            {
                throw new LoadException($"{place}: the data has no column '{name[5..]}', only {string.Join(", ", data.Columns)}");
            }

            var values = data.Rows.Select(row => Encoding.UTF8.GetBytes(Escape(row[column], escaping))).ToArray();
            _parts.Add((IBufferWriter<byte> output, long sequence, ref RequestRandom _) => output.Write(values[sequence % values.Length]));
        }
        else if (name == "seq")
        {
            _parts.Add((IBufferWriter<byte> output, long sequence, ref RequestRandom _) => WriteNumber(output, sequence));
        }
        else if (name == "uuid")
        {
            _parts.Add((IBufferWriter<byte> output, long _, ref RequestRandom random) => WriteUuid(output, ref random));
        }
        else if (words is ["random", var first, var last]
            && long.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minimum)
            && long.TryParse(last, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var maximum)
            && minimum <= maximum)
        {
            _parts.Add((IBufferWriter<byte> output, long _, ref RequestRandom random) => WriteNumber(output, random.Between(minimum, maximum)));
        }
        else
        {
            throw new LoadException($"{place}: {{{{{name}}}}} is unknown; there are {{{{data.COLUMN}}}}, {{{{seq}}}}, {{{{uuid}}}} and {{{{random 1 100}}}}");
        }
    }

    private static string Escape(string value, TemplateEscaping escaping) => escaping switch
    {
        TemplateEscaping.Path => Uri.EscapeDataString(value),
        TemplateEscaping.Header => value.ReplaceLineEndings(" ").Replace('\0', ' '),
        TemplateEscaping.Json => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value),
        _ => value,
    };

    private static void WriteNumber(IBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void WriteUuid(IBufferWriter<byte> output, ref RequestRandom random)
    {
        // Version 4, variant 1 of RFC 9562.
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, random.Next());
        BitConverter.TryWriteBytes(bytes[8..], random.Next());
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        new Guid(bytes, bigEndian: true).TryFormat(output.GetSpan(36), out var written);
        output.Advance(written);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Api;

/// <summary>Reads query parameters strictly: an unknown name, a repeated one or a value out of range is an error, never a default.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, string[]> Errors { get; } = new(StringComparer.Ordinal);

    public string? Text(string name, int maxLength = 256)
    {
        _known.Add(name);
        var values = query[name];
        if (values.Count == 0)
        {
            return null;
        }

        if (values.Count > 1)
        {
            Fail(name, "is given more than once");
        }
        else if (values[0] is not { Length: > 0 } text || text.Length > maxLength)
        {
            Fail(name, $"must have 1 to {maxLength} characters");
        }
        else
        {
            return text;
        }

        return null;
    }

    public int Number(string name, int fallback, int minimum, int maximum)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
        {
            return number;
        }

        Fail(name, $"must be a whole number in the allowed range {minimum}..{maximum}");
        return fallback;
    }

    public DateTime? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (IsoTime.TryParse(text, out var time))
        {
            return time;
        }

        Fail(name, "must be a date and time in ISO 8601, for example 2002-08-22T00:00:00Z");
        return null;
    }

    public string? Address(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // IPAddress also takes 1 and 0x7f.1, which nobody means.
        if (IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text))
        {
            return address.ToString();
        }

        Fail(name, "must be an IPv4 or IPv6 address");
        return null;
    }

    public bool Choice(string name, string whenFalse, string whenTrue)
    {
        var text = Text(name);
        if (text is not null && text != whenFalse && text != whenTrue)
        {
            Fail(name, $"must be {whenFalse} or {whenTrue}");
        }

        return text == whenTrue;
    }

    /// <summary>The response for what was wrong; null when all is well. Call after all parameters were read.</summary>
    public IResult? Problem()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
        {
            Fail(name.Length <= 60 ? name : name[..60], $"there is no such parameter; known are {string.Join(", ", _known)}");
        }

        return Errors.Count == 0
            ? null
            : Results.ValidationProblem(Errors, detail: string.Join("; ", Errors.Select(error => $"{error.Key} {error.Value[0]}")), title: "A query parameter is not allowed.");
    }

    private void Fail(string name, string message) => Errors.TryAdd(name, [message]);
}

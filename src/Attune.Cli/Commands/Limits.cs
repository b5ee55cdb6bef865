using System.Net;

namespace Attune.Cli.Commands;

/// <summary>Checks of option values that name the option and the range.</summary>
internal static class Limits
{
    public static int Check(string option, int value, int maximum) => value >= 1 && value <= maximum
        ? value
        : throw new UserErrorException($"{option} must be a whole number in the allowed range 1..{maximum}; this is {value}.");

    public static string? Address(string option, string? value) => value is null
        ? null
        : IPAddress.TryParse(value, out var address) ? address.ToString() : throw new UserErrorException($"{option} must be an IPv4 or IPv6 address; this is '{value}'.");
}

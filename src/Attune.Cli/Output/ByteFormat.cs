using System.Globalization;

namespace Attune.Cli.Output;

/// <summary>Bytes as a person reads them: <c>512 B, 1.5 KiB, 64 MiB</c>.</summary>
internal static class ByteFormat
{
    public const string NoData = "no data";

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Of(long? bytes)
    {
        if (bytes is not { } count)
        {
            return NoData;
        }

        var (value, unit) = ((double)count, 0);
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}

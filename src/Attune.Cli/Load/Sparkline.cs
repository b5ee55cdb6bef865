namespace Attune.Cli.Load;

/// <summary>Figures as a row of bars, one character each.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>From 0 to the highest figure; a space where there is none.</summary>
    public static string Draw(IEnumerable<double> values)
    {
        var figures = values.ToList();
        var highest = figures.Where(double.IsFinite).DefaultIfEmpty().Max();
        return string.Concat(figures.Select(value => double.IsFinite(value) ? Bars[highest > 0 ? (int)Math.Round(value / highest * (Bars.Length - 1)) : 0] : ' '));
    }
}

using System.Globalization;

namespace Attune.Lab.Load;

/// <inheritdoc cref="LoadCheck.Status"/>
internal sealed class StatusCheck(string statuses) : LoadCheck($"status {statuses}")
{
    private readonly bool[] _allowed = Parse(statuses);

    /// <summary>What counts as success when no check names statuses.</summary>
    public static StatusCheck Default { get; } = new("200-399");

    internal override bool Passes(in Answer answer) => (uint)answer.Status < (uint)_allowed.Length && _allowed[answer.Status];

    private static bool[] Parse(string text)
    {
        var allowed = new bool[600];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || first < 100 || last >= allowed.Length || first > last)
            {
                throw new LoadException($"status: '{part}' is not a status or a range from 100 to 599, for example 200-299");
            }

            allowed.AsSpan(first, last - first + 1).Fill(true);
        }

        return allowed;
    }
}

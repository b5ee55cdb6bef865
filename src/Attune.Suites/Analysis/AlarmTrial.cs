namespace Attune.Suites.Analysis;

/// <summary>Feeds histories to a rule run by run, as a pipeline would, and counts its alarms.</summary>
internal static class AlarmTrial
{
    /// <summary>Runs within which a shift must be reported to count as found.</summary>
    public const int Patience = 20;

    /// <summary>How far the reported run may lie from the true one.</summary>
    public const int Margin = 5;

    /// <summary>Alarms in histories without a change. An alarm that names nearly the same run as the one before is the same alarm.</summary>
    public static AlarmCount OnUnchanged(IEnumerable<double[]> histories, AlarmRule rule, CancellationToken cancellationToken)
    {
        var count = default(AlarmCount);
        foreach (var history in histories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (alarms, last) = (0, int.MinValue / 2);
            for (var runs = RunHistories.FirstJudged; runs <= history.Length; runs++)
            {
                if (rule.Judge(history[..runs]) is { } since)
                {
                    alarms += Math.Abs(since - last) > Margin ? 1 : 0;
                    last = since;
                }
            }

            count = count.With(history.Length - RunHistories.FirstJudged + 1, alarms);
        }

        return count;
    }

    /// <summary>How many runs after a shift each history's alarm comes that names the right run; null where none comes in time.</summary>
    public static List<int?> OnShifted(IEnumerable<(double[] History, int ShiftedAt)> histories, AlarmRule rule, CancellationToken cancellationToken) =>
        [.. histories.Select(trial =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var runs = 1; runs <= Patience; runs++)
            {
                if (rule.Judge(trial.History[..(trial.ShiftedAt + runs)]) is { } since && IsRight(since, trial.ShiftedAt, rule))
                {
                    return runs;
                }
            }

            return (int?)null;
        })];

    // The rule of means knows no start: it names the run that it looks at, so any run after the shift is right.
    private static bool IsRight(int since, int shiftedAt, AlarmRule rule) =>
        Math.Abs(since - shiftedAt) <= Margin || (rule == AlarmRule.Mean20 && since >= shiftedAt);
}

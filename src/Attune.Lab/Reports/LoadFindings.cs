using Attune.Lab.Load;

namespace Attune.Lab.Reports;

/// <summary>Judges a load run.</summary>
public static class LoadFindings
{
    private const double ExcellentP95Ms = 500;
    private const double AcceptableP95Ms = 1000;
    private const double ExcellentSuccess = 0.99;
    private const double AcceptableSuccess = 0.95;

    /// <summary>A closed-loop view that is better than the truth by this factor is worth a word.</summary>
    private const double NotableOmission = 2;

    /// <summary>Judges the 95th percentile (below 500 ms, below 1 s, or not) and the share of success (over 99 %, over 95 %, or not), and names what casts doubt on the run.</summary>
    public static IReadOnlyList<Finding> Of(LoadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Requests == 0)
        {
            return [new Finding(FindingVerdict.Poor, "No request was answered or failed: there is nothing to judge.")];
        }

        var findings = new List<Finding>();
        var p95 = result.Latency.Percentile(95) * 1000;
        if (!double.IsNaN(p95))
        {
            findings.Add(p95 switch
            {
                < ExcellentP95Ms => new(FindingVerdict.Good, $"95 of 100 answers came within {Figure.Milliseconds(p95)}: excellent (below {ExcellentP95Ms:#,0} ms)."),
                < AcceptableP95Ms => new(FindingVerdict.Fair, $"95 of 100 answers came within {Figure.Milliseconds(p95)}: acceptable (below {AcceptableP95Ms:#,0} ms, not below {ExcellentP95Ms:#,0} ms)."),
                _ => new(FindingVerdict.Poor, $"95 of 100 answers came within {Figure.Milliseconds(p95)}: this needs improvement (not below {AcceptableP95Ms:#,0} ms)."),
            });
        }

        findings.Add(result.SuccessRate switch
        {
            > ExcellentSuccess => new(FindingVerdict.Good, $"{Figure.Percent(result.SuccessRate)} of the requests succeeded: excellent (over 99 %)."),
            > AcceptableSuccess => new(FindingVerdict.Fair, $"{Figure.Percent(result.SuccessRate)} of the requests succeeded: acceptable (over 95 %, not over 99 %)."),
            _ => new(FindingVerdict.Poor, $"{Figure.Percent(result.SuccessRate)} of the requests succeeded: this needs improvement (not over 95 %)."),
        });

        if (result is { NotSent: > 0, AbortReason: null })
        {
            findings.Add(new(FindingVerdict.Poor, $"{Figure.Count(result.NotSent)} of {Figure.Count(result.NotSent + result.Requests)} due requests were never sent: the run did not offer the rate that was asked for."));
        }

        var (seen, measured) = (result.ServiceTime.Percentile(99) * 1000, result.Latency.Percentile(99) * 1000);
        if (result.OfferedRate is not null && measured > NotableOmission * seen)
        {
            findings.Add(new(FindingVerdict.Fair, $"Requests waited for their turn: a tool that counts from the sending would report a p99 of {Figure.Milliseconds(seen)} instead of {Figure.Milliseconds(measured)}."));
        }

        if (result.AbortReason is { } reason)
        {
            findings.Add(new(FindingVerdict.Poor, $"The run ended early: {reason}."));
        }

        return findings;
    }
}

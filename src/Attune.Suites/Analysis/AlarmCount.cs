using System.Runtime.InteropServices;

namespace Attune.Suites.Analysis;

/// <summary>Alarms in histories without a change.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AlarmCount(int Histories, int Alarmed, int Runs, int Alarms)
{
    /// <summary>Share of histories with any alarm.</summary>
    public double Share => Histories == 0 ? 0 : (double)Alarmed / Histories;

    public double PerThousandRuns => Runs == 0 ? 0 : 1000.0 * Alarms / Runs;

    public AlarmCount With(int runs, int alarms) => new(Histories + 1, Alarmed + (alarms > 0 ? 1 : 0), Runs + runs, Alarms + alarms);
}

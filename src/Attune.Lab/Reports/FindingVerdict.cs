namespace Attune.Lab.Reports;

/// <summary>How a finding is to be taken.</summary>
public enum FindingVerdict
{
    /// <summary>As good as asked for.</summary>
    Good,

    /// <summary>Bearable.</summary>
    Fair,

    /// <summary>Not good enough.</summary>
    Poor,
}

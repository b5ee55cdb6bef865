namespace Attune.Lab.Load;

/// <summary>A stretch of a run in which the load stays or changes evenly: a step, a ramp, or (when it is short and high) a spike.</summary>
/// <param name="From">Load at its start: requests a second in the open model, users in the closed one.</param>
/// <param name="To">Load at its end.</param>
/// <param name="Duration">How long it takes.</param>
public sealed record LoadStage(double From, double To, TimeSpan Duration)
{
    /// <summary>A stage that stays at one level.</summary>
    public static LoadStage Hold(double level, TimeSpan duration) => new(level, level, duration);
}

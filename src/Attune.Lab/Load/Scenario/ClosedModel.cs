namespace Attune.Lab.Load;

/// <summary>Each user sends, waits for the answer, thinks, and sends again; latency counts from sending. A user has a connection of its own.</summary>
/// <param name="Stages">Numbers of users.</param>
/// <param name="Think">Pause of a user between an answer and the next request.</param>
public sealed record ClosedModel(IReadOnlyList<LoadStage> Stages, ThinkTime Think = default) : LoadModel(Stages)
{
    /// <summary>One number of users all the time.</summary>
    public static ClosedModel Of(int users, TimeSpan duration, ThinkTime think = default) => new([LoadStage.Hold(users, duration)], think);

    /// <inheritdoc/>
    public override string Describe() => StageText.Describe(this, "closed", " users") + (Think.Maximum > TimeSpan.Zero ? $", think {Think}" : "");
}

namespace Attune.Lab.Load;

/// <summary>How load comes about: <see cref="OpenModel"/> by arrivals that do not wait for answers, <see cref="ClosedModel"/> by users who do.</summary>
/// <param name="Stages">One after the other; at least one.</param>
public abstract record LoadModel(IReadOnlyList<LoadStage> Stages)
{
    /// <summary>Time of all stages together.</summary>
    public TimeSpan Duration => Stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Duration);

    /// <summary>The highest load of any stage.</summary>
    public double Peak => Stages.Max(stage => Math.Max(stage.From, stage.To));

    /// <summary>The model in words, for example <c>open, 2,000/s for 30 s</c>.</summary>
    public abstract string Describe();
}

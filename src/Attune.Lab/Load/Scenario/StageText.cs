namespace Attune.Lab.Load;

/// <summary>A model's stages in words.</summary>
internal static class StageText
{
    private const int MostNamed = 4;

    public static string Describe(LoadModel model, string kind, string unit)
    {
        var stages = model.Stages.Take(MostNamed).Select(stage => Describe(stage, unit));
        var rest = model.Stages.Count - MostNamed;
        return $"{kind}, {string.Join(", then ", stages)}{(rest > 0 ? $", and {rest} more stages" : "")}";
    }

    private static string Describe(LoadStage stage, string unit) => stage.From == stage.To
        ? $"{stage.From:#,0.##}{unit} for {DurationText.Format(stage.Duration)}"
        : $"{stage.From:#,0.##} to {stage.To:#,0.##}{unit} in {DurationText.Format(stage.Duration)}";
}

namespace Attune.Streaming.Declarative;

/// <summary>One thing that is wrong with the description of a pipeline.</summary>
/// <param name="Path">Where it stands, for example <c>window.sliding.slide</c>; empty for the description as a whole.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
/// <param name="Line">Line in the file, from 1; 0 for the file as a whole.</param>
public sealed record PipelineError(string Path, string Message, long Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Path.Length == 0 ? "" : $"{Path}: ")}{Message}{(Line == 0 ? "" : $" (line {Line})")}";
}

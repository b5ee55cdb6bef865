namespace Attune.Streaming.Declarative;

/// <summary>The description of a pipeline cannot be used; <see cref="Errors"/> lists every problem, not only the first.</summary>
public sealed class PipelineException(string origin, IReadOnlyList<PipelineError> errors, Exception? inner = null)
    : Exception($"{origin}: {string.Join("; ", errors)}", inner)
{
    /// <summary>The file, or what stands for it.</summary>
    public string Origin => origin;

    /// <summary>Everything that is wrong, in the order of the file.</summary>
    public IReadOnlyList<PipelineError> Errors { get; } = errors;
}

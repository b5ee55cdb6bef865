namespace Attune.Streaming.Declarative.Reading;

/// <summary>What all nodes of one description share.</summary>
internal sealed class ReadContext(string folder, Func<string, string?> environment)
{
    public List<PipelineError> Errors { get; } = [];

    /// <summary>Folder to which relative paths belong.</summary>
    public string Folder => folder;

    public Func<string, string?> Environment => environment;
}

using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Reading;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Declarative.Running;
using Attune.Streaming.Pipelines;

namespace Attune.Streaming.Declarative;

/// <summary>A pipeline as a YAML file states it, checked as a whole: what is here can be run.</summary>
/// <example><code>
/// var definition = PipelineDefinition.Load("bytes-per-source.yaml");
/// await definition.RunAsync();
/// </code></example>
public sealed class PipelineDefinition
{
    internal PipelineDefinition()
    {
    }

    /// <summary>Its name: of the pipeline, its meters and its checkpoints.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Where events come from.</summary>
    public required SourceDefinition Source { get; init; }

    /// <summary>How input becomes rows.</summary>
    public required RowFormat Format { get; init; }

    /// <summary>What the time of events is.</summary>
    public required TimeDefinition Time { get; init; }

    /// <summary>Fields of the key; none if all events share one.</summary>
    public IReadOnlyList<string> Key { get; internal init; } = [];

    /// <summary>The windows; null if events pass as they came.</summary>
    public WindowDefinition? Window { get; internal init; }

    /// <summary>What is computed for each window and key.</summary>
    public IReadOnlyList<AggregateDefinition> Aggregates { get; internal init; } = [];

    /// <summary>Where results go.</summary>
    public required SinkDefinition Sink { get; init; }

    /// <summary>Where late events go; null: they are counted only.</summary>
    public SinkDefinition? Late { get; internal init; }

    /// <summary>Where input goes that cannot be used; null: it is counted only.</summary>
    public SinkDefinition? DeadLetters { get; internal init; }

    /// <summary>Where checkpoints are kept; null for none.</summary>
    public CheckpointDefinition? Checkpoints { get; internal init; }

    /// <summary>How it runs. The store, the dead letters and the clock are not set here.</summary>
    public required PipelineOptions Options { get; init; }

    /// <summary>Says what the pipeline does, part by part.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Explain() => Explanation.Of(this);

    /// <summary>Starts the pipeline, from its last checkpoint if there is one.</summary>
    /// <exception cref="Attune.Streaming.Sources.SourceException">The source or a sink cannot be opened.</exception>
    /// <exception cref="Attune.Streaming.Checkpoints.CheckpointException">The checkpoint does not fit the pipeline.</exception>
    public Task<DeclarativeRun> StartAsync(RunSettings? settings = null, CancellationToken cancellationToken = default) =>
        DefinitionStart.StartAsync(this, settings ?? new RunSettings(), cancellationToken);

    /// <summary>Starts the pipeline and completes when its source has ended and everything is written.</summary>
    /// <exception cref="Attune.Streaming.Sources.SourceException">The source or a sink cannot be opened or read.</exception>
    /// <exception cref="Attune.Streaming.Checkpoints.CheckpointException">The checkpoint does not fit the pipeline.</exception>
    public async Task RunAsync(RunSettings? settings = null, CancellationToken cancellationToken = default)
    {
        await using var run = await StartAsync(settings, cancellationToken);
        await run.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Reads a file. Relative paths in it belong to its folder.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="connectors">Kinds of sources and sinks; null for <see cref="ConnectorSet.Default"/>.</param>
    /// <exception cref="PipelineException">The file cannot be read or is not valid.</exception>
    public static PipelineDefinition Load(string path, ConnectorSet? connectors = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return PipelineReader.Read(YamlFile.ReadText(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!, connectors ?? ConnectorSet.Default, Environment.GetEnvironmentVariable);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The description.</param>
    /// <param name="folder">Folder to which relative paths in it belong.</param>
    /// <param name="connectors">Kinds of sources and sinks; null for <see cref="ConnectorSet.Default"/>.</param>
    /// <param name="environment">Gives the value of <c>${NAME}</c>; null for the process's environment.</param>
    /// <exception cref="PipelineException">The text is not valid.</exception>
    public static PipelineDefinition Parse(string yaml, string folder, ConnectorSet? connectors = null, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return PipelineReader.Read(yaml, "pipeline", folder, connectors ?? ConnectorSet.Default, environment ?? Environment.GetEnvironmentVariable);
    }
}

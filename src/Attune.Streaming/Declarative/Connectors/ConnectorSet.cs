namespace Attune.Streaming.Declarative.Connectors;

/// <summary>The kinds of sources and sinks that descriptions may name. Immutable.</summary>
public sealed class ConnectorSet
{
    private ConnectorSet(IReadOnlyList<SourceConnector> sources, IReadOnlyList<SinkConnector> sinks) => (Sources, Sinks) = (sources, sinks);

    /// <summary>Files, the generator and the console.</summary>
    public static ConnectorSet Default { get; } = new(
        [new Files.FileSourceConnector(), new Files.CsvSourceConnector(), new Files.GeneratorSourceConnector()],
        [new Files.FileSinkConnector(), new Files.ConsoleSinkConnector()]);

    /// <summary>The sources.</summary>
    public IReadOnlyList<SourceConnector> Sources { get; }

    /// <summary>The sinks.</summary>
    public IReadOnlyList<SinkConnector> Sinks { get; }

    /// <summary>The same and one more source.</summary>
    public ConnectorSet With(SourceConnector source) => new([.. Sources, source], Sinks);

    /// <summary>The same and one more sink.</summary>
    public ConnectorSet With(SinkConnector sink) => new(Sources, [.. Sinks, sink]);
}

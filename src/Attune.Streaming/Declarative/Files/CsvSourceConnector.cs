using Attune.Streaming.Declarative.Connectors;

namespace Attune.Streaming.Declarative.Files;

/// <summary><c>source: { csv: events.csv, delimiter: ";" }</c>: a header line with the names of the fields, then one event a line.</summary>
internal sealed class CsvSourceConnector : SourceConnector
{
    public override string Name => "csv";

    public override SourceDefinition? Read(PipelineNode source)
    {
        var path = source.FilePath(Name);
        var delimiter = source.Choice("delimiter", (",", ','), (";", ';'), ("|", '|'), ("tab", '\t')) ?? ',';
        return path is null ? null : new FileSourceDefinition(path, new CsvSettings(delimiter));
    }
}

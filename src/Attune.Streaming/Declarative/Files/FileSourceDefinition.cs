using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>A file of events.</summary>
internal sealed class FileSourceDefinition(string path, CsvSettings? csv) : SourceDefinition
{
    public override string? File => path;

    public override string Describe() => csv is null ? $"JSON lines of {path}" : $"rows of {path}, columns parted by {(csv.Delimiter == '\t' ? "tab" : csv.Delimiter)}";

    public override IStreamSource<Row> Create(RowFormat format, SourceContext context) => new RecordFileSource(path, format, csv);
}

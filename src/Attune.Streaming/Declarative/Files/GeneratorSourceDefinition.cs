using System.Globalization;
using Attune.Configuration.Binding;
using Attune.Streaming.Declarative.Connectors;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>The generator.</summary>
internal sealed class GeneratorSourceDefinition(GeneratorSettings settings) : SourceDefinition
{
    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(settings.Events is { } events ? $"{events:N0}" : "endless")} made-up events of {settings.Keys:N0} keys, seed {settings.Seed}, one every {ValueFormat.Format(settings.Interval)} from {settings.Start:yyyy-MM-dd'T'HH:mm:ss'Z'}{(settings.Rate is { } rate ? $", {rate:0.###} a second" : "")}");

    public override IStreamSource<Row> Create(RowFormat format, SourceContext context) => new GeneratorSource(settings, format, context.Time);
}

using System.Text.Json;
using Attune.Measurement;
using Attune.Streaming.Aggregates;
using Attune.Streaming.Aggregates.Numeric;
using Attune.Streaming.Aggregates.Ordered;
using Attune.Streaming.Aggregates.Sketches;
using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>The states behind the aggregates of a description. Several figures of one field share a state.</summary>
internal sealed class AggregateParts
{
    private const int TopCapacity = 1000;
    private static readonly Func<string, ulong> TextHash = StableHash64.For<string>();

    private readonly Dictionary<(AggregateKind Kind, string? Field, double Parameter), int> _places = [];
    private readonly List<AggregatePart> _parts = [];
    private readonly List<AggregateOutput> _outputs = [];
    private readonly IReadOnlyList<AggregateDefinition> _definitions;
    private readonly RowSchema _schema;

    private AggregateParts(IReadOnlyList<AggregateDefinition> definitions, RowSchema schema) => (_definitions, _schema) = (definitions, schema);

    /// <summary>The states.</summary>
    public IReadOnlyList<AggregatePart> Parts => _parts;

    /// <summary>What is told from them, in the description's order.</summary>
    public IReadOnlyList<AggregateOutput> Outputs => _outputs;

    /// <summary>What a field must be for an aggregate.</summary>
    public static FieldUse UseOf(AggregateKind kind) =>
        kind is AggregateKind.First or AggregateKind.Last or AggregateKind.Distinct or AggregateKind.Top ? FieldUse.Scalar : FieldUse.Number;

    public static AggregateParts Of(IReadOnlyList<AggregateDefinition> definitions, RowSchema schema)
    {
        var parts = new AggregateParts(definitions, schema);
        foreach (var definition in definitions)
        {
            parts.Add(definition);
        }

        return parts;
    }

    private void Add(AggregateDefinition definition)
    {
        var field = definition.Field is null ? 0 : _schema.Use(definition.Field, FieldUse.Optional);
        switch (definition.Kind)
        {
            case AggregateKind.Count:
                Add(definition, () => new TypedPart<NothingReader, byte, long, long>(0, Aggregates.Aggregates.Count<byte>()), static (writer, result) => writer.WriteNumberValue((long)result!));
                break;
            case AggregateKind.First or AggregateKind.Last:
                Add(
                    definition,
                    () => new TypedPart<ValueReader, RowValue, TimedState<RowValue>, RowValue>(field, definition.Kind == AggregateKind.First
                        ? Aggregates.Aggregates.First(RowValueOrder.Instance, RowValueSerializer.Instance)
                        : Aggregates.Aggregates.Last(RowValueOrder.Instance, RowValueSerializer.Instance)),
                    static (writer, result) => ((RowValue)result!).WriteTo(writer));
                break;
            case AggregateKind.Distinct:
                Add(
                    definition,
                    () => new TypedPart<ValueReader, RowValue, DistinctSketch, long>(field, Aggregates.Aggregates.DistinctCount<RowValue>(hash: Hash)),
                    static (writer, result) => writer.WriteNumberValue((long)result!));
                break;
            case AggregateKind.Percentile:
                Percentile(definition, field);
                break;
            case AggregateKind.Top:
                var k = (int)definition.Parameter;
                Add(
                    definition,
                    () => new TypedPart<ValueReader, RowValue, TopKState<RowValue>, TopK<RowValue>>(
                        field, Aggregates.Aggregates.TopK(k, Math.Max(TopCapacity, k), RowValueOrder.Instance, RowValueSerializer.Instance)),
                    WriteTop);
                break;
            default:
                Number(definition, field);
                break;
        }
    }

    /// <summary>All percentiles of one field come from one sketch.</summary>
    private void Percentile(AggregateDefinition definition, int field)
    {
        var percents = _definitions.Where(other => other.Kind == AggregateKind.Percentile && other.Field == definition.Field).Select(other => other.Parameter).Distinct().ToArray();
        var index = Array.IndexOf(percents, definition.Parameter);
        Add(
            definition with { Parameter = 0 },
            () => new TypedPart<NumberReader, double, QuantileSketch, IReadOnlyList<double>>(field, Aggregates.Aggregates.Percentiles(percents)),
            (writer, result) => WriteNumber(writer, ((IReadOnlyList<double>)result!)[index]));
    }

    /// <summary>One figure of a field has the smallest state that gives it; several share one.</summary>
    private void Number(AggregateDefinition definition, int field)
    {
        var kinds = _definitions.Where(other => other.Kind is >= AggregateKind.Sum and <= AggregateKind.Std && other.Field == definition.Field).Select(other => other.Kind).Distinct();
        if (kinds.Count() == 1 && Alone(definition.Kind, field) is { } alone)
        {
            Add(definition, () => alone, static (writer, result) => WriteNumber(writer, (double)result!));
            return;
        }

        Func<RunningStatistics, double> figure = definition.Kind switch
        {
            AggregateKind.Sum => static statistics => statistics.Sum,
            AggregateKind.Mean => static statistics => statistics.Mean,
            AggregateKind.Min => static statistics => statistics.Min,
            AggregateKind.Max => static statistics => statistics.Max,
            AggregateKind.Variance => static statistics => statistics.PopulationVariance,
            _ => static statistics => statistics.PopulationStandardDeviation,
        };
        Add(
            definition with { Kind = AggregateKind.Sum },
            () => new TypedPart<NumberReader, double, RunningStatistics, RunningStatistics>(field, Aggregates.Aggregates.Statistics()),
            (writer, result) => WriteNumber(writer, figure((RunningStatistics)result!)));
    }

    private static AggregatePart? Alone(AggregateKind kind, int field) => kind switch
    {
        AggregateKind.Sum => new TypedPart<NumberReader, double, CompensatedSum, double>(field, Aggregates.Aggregates.Sum()),
        AggregateKind.Mean => new TypedPart<NumberReader, double, MeanState, double>(field, Aggregates.Aggregates.Mean()),
        AggregateKind.Min => new TypedPart<NumberReader, double, ExtremeState<double>, double>(field, Aggregates.Aggregates.Min()),
        AggregateKind.Max => new TypedPart<NumberReader, double, ExtremeState<double>, double>(field, Aggregates.Aggregates.Max()),
        _ => null,
    };

    private void Add(AggregateDefinition definition, Func<AggregatePart> create, Action<Utf8JsonWriter, object?> write)
    {
        var key = (definition.Kind, definition.Field, definition.Parameter);
        if (!_places.TryGetValue(key, out var place))
        {
            _places[key] = place = _parts.Count;
            _parts.Add(create());
        }

        _outputs.Add(new AggregateOutput(definition.Name, place, write));
    }

    private static ulong Hash(RowValue value) => value.Text is { } text
        ? TextHash(text)
        : StableHash64.OfNumber((ulong)value.Whole ^ BitConverter.DoubleToUInt64Bits(value.Number) ^ ((ulong)value.Kind << 60));

    private static void WriteTop(Utf8JsonWriter writer, object? result)
    {
        writer.WriteStartArray();
        foreach (var (value, count) in ((TopK<RowValue>)result!).Items)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("value"u8);
            value.WriteTo(writer);
            writer.WriteNumber("count"u8, count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>JSON has no infinity and no NaN; sums that left the range of numbers are null.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

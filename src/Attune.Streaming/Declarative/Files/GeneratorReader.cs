using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Makes events up: <c>{"timestamp":…,"id":…,"key":"k7","value":12.34}</c>.</summary>
internal sealed class GeneratorReader(GeneratorSettings settings, RowParser parser, TimeProvider time, long first) : ISourceReader<Row>
{
    private readonly ArrayBufferWriter<byte> _json = new(256);
    private readonly long _start = time.GetTimestamp();
    private long _made;

    public ReadOnlyMemory<byte> Position
    {
        get
        {
            var position = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(position, first + _made);
            return position;
        }
    }

    private bool HasMore => first + _made < (settings.Events ?? long.MaxValue);

    public async ValueTask<bool> ReadAsync(SourceBuffer<Row> buffer, TimeSpan patience, CancellationToken cancellationToken)
    {
        var due = Due();
        if (due < 1 && HasMore)
        {
            var wait = TimeSpan.FromSeconds((1 - due) / settings.Rate!.Value);
            await Task.Delay(wait < patience ? wait : patience, time, cancellationToken);
            due = Due();
        }

        using var writer = new Utf8JsonWriter(_json);
        for (var allowed = (long)due; allowed > 0 && buffer.Room > 0 && buffer.Failures.Count < buffer.Capacity && HasMore; allowed--)
        {
            Make(writer, first + _made++);
            switch (parser.Parse(_json.WrittenSpan, out var row, out var problem))
            {
                case RowOutcome.Row:
                    buffer.Add(row, row.Ticks);
                    break;
                case RowOutcome.Problem:
                    buffer.AddFailure(new SourceFailure(problem!.Reason, problem.Detail, $"event {first + _made - 1}", Encoding.UTF8.GetString(_json.WrittenSpan)));
                    break;
            }
        }

        return HasMore;
    }

    public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>SplitMix64 of the seed and a number.</summary>
    private static ulong Random(long seed, long number, uint use)
    {
        var z = (ulong)seed + ((ulong)number * 4 + use + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    private static double Fraction(ulong random) => (random >> 11) * (1.0 / (1UL << 53));

    /// <summary>Events that the rate asks for and that were not made yet. Time goes on between two calls: whoever waits for it decides by one of them.</summary>
    private double Due() => settings.Rate is { } rate ? (time.GetElapsedTime(_start).TotalSeconds * rate) - _made : double.MaxValue;

    private void Make(Utf8JsonWriter writer, long number)
    {
        _json.ResetWrittenCount();
        writer.Reset();
        var back = settings.Disorder.Ticks * Fraction(Random(settings.Seed, number, 0));
        var ticks = Math.Clamp(settings.Start.Ticks + (number * settings.Interval.Ticks) - (long)back, DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks);
        writer.WriteStartObject();
        writer.WriteString("timestamp"u8, new DateTime(ticks, DateTimeKind.Utc));
        writer.WriteNumber("id"u8, number);
        Span<byte> key = stackalloc byte[24];
        key[0] = (byte)'k';
        ((int)(Random(settings.Seed, number, 1) % (ulong)settings.Keys)).TryFormat(key[1..], out var length);
        writer.WriteString("key"u8, key[..(length + 1)]);
        writer.WriteNumber("value"u8, Math.Round(Fraction(Random(settings.Seed, number, 2)) * 100, 2));
        writer.WriteEndObject();
        writer.Flush();
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Partitions;
using Attune.Streaming.Pipelines.Keys;

namespace Attune.Streaming.Declarative.Rows;

/// <summary>The key of an event: the values of one or several fields, or nothing if all events share one key.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct RowKey : IEquatable<RowKey>, IStableKey
{
    private readonly RowValue _first;
    private readonly RowValue[]? _others;
    private readonly int _hash;

    /// <summary>Makes a key.</summary>
    /// <param name="values">The values, in the order of the key's fields; those after the first are copied.</param>
    public RowKey(ReadOnlySpan<RowValue> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        _first = values[0];
        _hash = _first.GetHashCode();
        if (values.Length > 1)
        {
            _others = values[1..].ToArray();
            foreach (var value in _others)
            {
                _hash = (int)StableHash.Combine((uint)_hash, (uint)value.GetHashCode());
            }
        }
    }

    /// <summary>Number of values, at least 1: the key without fields counts as one missing value.</summary>
    public int Count => 1 + (_others?.Length ?? 0);

    /// <summary>One of the values.</summary>
    public RowValue this[int index] => index == 0 ? _first : _others is null ? throw new ArgumentOutOfRangeException(nameof(index)) : _others[index - 1];

    /// <summary>Serializer for checkpoints.</summary>
    public static IStateSerializer<RowKey> Serializer { get; } = new KeySerializer();

    /// <summary>True if both are equal.</summary>
    public static bool operator ==(RowKey left, RowKey right) => left.Equals(right);

    /// <summary>True if they differ.</summary>
    public static bool operator !=(RowKey left, RowKey right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(RowKey other) =>
        _hash == other._hash && _first.Equals(other._first)
        && (ReferenceEquals(_others, other._others) || _others.AsSpan().SequenceEqual(other._others.AsSpan()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

    /// <summary>The same in every process, so that it may decide about the partition.</summary>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    uint IStableKey.StableHash() => StableHash.Of((ulong)(uint)_hash);

    /// <summary>The value, or a JSON array of several.</summary>
    public override string ToString()
    {
        if (_others is null)
        {
            return _first.ToString();
        }

        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            _first.WriteTo(json);
            foreach (var value in _others)
            {
                value.WriteTo(json);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private sealed class KeySerializer : IStateSerializer<RowKey>
    {
        private const int MostValues = 64;

        public void Write(StateWriter writer, in RowKey value)
        {
            writer.Write((byte)value.Count);
            for (var i = 0; i < value.Count; i++)
            {
                value[i].Save(writer);
            }
        }

        public RowKey Read(StateReader reader)
        {
            var count = reader.Read<byte>();
            if (count is 0 or > MostValues)
            {
                throw new CheckpointException($"A key of {count} values is none.");
            }

            var values = new RowValue[count];
            for (var i = 0; i < count; i++)
            {
                values[i] = RowValue.Load(reader);
            }

            return count == 1 && values[0].Kind == RowValueKind.Missing ? default : new RowKey(values);
        }
    }
}

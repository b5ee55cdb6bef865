using System.Runtime.InteropServices;
using Attune.Measurement;

namespace Attune.Streaming.Flows;

/// <summary>What a window knows of one key: the bytes of its flows by protocol, and its texts. A key's total is the sum of its protocols, so each flow is counted once.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SourceWindow
{
    /// <summary>So many protocols are searched one by one; with more of them there is an index.</summary>
    private const int SearchLimit = 8;

    private ProtocolWindow[]? _protocols;
    private Dictionary<string, int>? _index;
    private int _count;

    public long Messages { get; set; }

    public long Spam { get; set; }

    public readonly ReadOnlySpan<ProtocolWindow> Protocols => _protocols.AsSpan(0, _count);

    /// <summary>Statistics of a protocol, empty at first.</summary>
    public ref RunningStatistics BytesOf(string protocol)
    {
        var place = Find(protocol);
        if (place < 0)
        {
            place = Append(protocol);
        }

        return ref _protocols![place].Bytes;
    }

    private readonly int Find(string protocol)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(protocol, out var place) ? place : -1;
        }

        for (var i = 0; i < _count; i++)
        {
            if (string.Equals(_protocols![i].Protocol, protocol, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private int Append(string protocol)
    {
        if (_protocols is null || _count == _protocols.Length)
        {
            Array.Resize(ref _protocols, Math.Max(1, _count * 4)); // most sources have one
        }

        _protocols[_count] = new ProtocolWindow { Protocol = protocol };
        _index?.Add(protocol, _count);
        if (++_count > SearchLimit && _index is null)
        {
            _index = [];
            for (var i = 0; i < _count; i++)
            {
                _index.Add(_protocols[i].Protocol, i);
            }
        }

        return _count - 1;
    }
}

using System.Runtime.InteropServices;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>A side sink that several workers write into, one at a time.</summary>
internal sealed class SharedSink<T>(ISink<T> sink) : ISideSink
{
    private readonly SemaphoreSlim _gate = new(1);
    private T[] _items = [];

    public ValueTask OpenAsync(CancellationToken cancellationToken) => sink.OpenAsync(cancellationToken);

    public async ValueTask WriteAsync(List<T> items, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_items.Length < items.Count)
            {
                _items = new T[items.Count];
            }

            CollectionsMarshal.AsSpan(items).CopyTo(_items);
            await sink.WriteAsync(_items.AsMemory(0, items.Count), cancellationToken);
            Array.Clear(_items, 0, items.Count);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.FlushAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await sink.DisposeAsync();
        _gate.Dispose();
    }
}

using Attune.Streaming.Pipelines.Sources;

namespace Attune.Suites.Tests.Streaming.Nexmark;

/// <summary>A source that gives so many events each time it is opened, and then nothing until it is closed.</summary>
internal sealed class PausingSource<T>(T[] items, int each) : IStreamSource<T>
{
    private readonly MemorySource<T> _items = new(items);

    public string Name => "pausing";

    public async ValueTask<ISourceReader<T>> OpenAsync(ReadOnlyMemory<byte>? position, CancellationToken cancellationToken) =>
        new Reader(await _items.OpenAsync(position, cancellationToken), each);

    private sealed class Reader(ISourceReader<T> items, int left) : ISourceReader<T>
    {
        private int _left = left;

        public ReadOnlyMemory<byte> Position => items.Position;

        public async ValueTask<bool> ReadAsync(SourceBuffer<T> buffer, TimeSpan patience, CancellationToken cancellationToken)
        {
            if (_left <= 0)
            {
                await Task.Delay(patience, cancellationToken);
                return true;
            }

            var before = buffer.Count;
            var goesOn = await items.ReadAsync(buffer, patience, cancellationToken);
            _left -= buffer.Count - before;
            return goesOn;
        }

        public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => items.CommitAsync(position, cancellationToken);

        public ValueTask DisposeAsync() => items.DisposeAsync();
    }
}

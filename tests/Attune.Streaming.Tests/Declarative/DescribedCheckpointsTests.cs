using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative;
using Attune.Streaming.Declarative.Running;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Testing;

namespace Attune.Streaming.Tests.Declarative;

public sealed class DescribedCheckpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Save_DeadLettersThatWait_AreMadeDurableFirstAndHoldNothingUp(bool isBroken)
    {
        var sink = new Letters(isBroken);
        await using var letters = new RecordDeadLetters(sink, TimeProvider.System);
        var store = new DescribedCheckpoints(new FolderCheckpointStore(_folder.Path), "a", letters);
        await letters.WriteAsync(new StreamDeadLetter("test", "0-source", "bad-json", "", ""), default);
        await store.SaveAsync("test", new Checkpoint(1, DateTimeOffset.UnixEpoch, default, default, new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>()), default);
        sink.Durable.ShouldBe(isBroken ? 0 : 1);
        (await store.LoadAsync("test", null, default))!.Id.ShouldBe(1);
    }

    private sealed class Letters(bool isBroken) : ISink<OutputRecord>
    {
        private int _waiting;

        public int Durable { get; private set; }

        public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask WriteAsync(ReadOnlyMemory<OutputRecord> items, CancellationToken cancellationToken)
        {
            _waiting += items.Length;
            return ValueTask.CompletedTask;
        }

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            if (isBroken)
            {
                throw new IOException("broken");
            }

            (Durable, _waiting) = (Durable + _waiting, 0);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

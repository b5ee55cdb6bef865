using System.Collections.Concurrent;
using Attune.Storage.Sql;
using Attune.Storage.Writing;
using Attune.Testing;

namespace Attune.Storage.Tests.Writing;

/// <summary>Runs alone, because it takes the whole thread pool.</summary>
[CollectionDefinition(nameof(GroupCommitterTests), DisableParallelization = true)]
[Collection(nameof(GroupCommitterTests))]
public sealed class GroupCommitterTests : IAsyncLifetime
{
    private const int Blockers = 500;

    private readonly StorageMeter _meter = new();
    private readonly Session _session = new();
    private GroupCommitter _committer = null!;

    public Task InitializeAsync()
    {
        var tunables = new StorageTunables(new StorageSetup());
        _committer = new GroupCommitter([_session], 4, tunables.BatchSize, tunables.CommitDelay, _meter, new TableVersions(), TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _committer.DisposeAsync();
        _meter.Dispose();
    }

    [Fact]
    public async Task WriteAsync_StarvedThreadPool_IsCommittedAllTheSame()
    {
        var release = new TaskCompletionSource();
        var writes = new List<Task>();
        await Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 20; round++)
                {
                    writes.Add(_committer.WriteAsync(new WriteRequest(1), default));
                    _session.Committed.TryTake(out _, Eventually.Bound).ShouldBeTrue();
                }

                for (var blocker = 0; blocker < Blockers; blocker++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(_ => release.Task.Wait(), null);
                }

                try
                {
                    writes.Add(_committer.WriteAsync(new WriteRequest(1), default));
                    _session.Committed.TryTake(out _, TimeSpan.FromSeconds(10)).ShouldBeTrue();
                }
                finally
                {
                    release.SetResult();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(writes);
    }

    private sealed class Session : IWriteSession
    {
        public BlockingCollection<int> Committed { get; } = [];

        public void Commit(IReadOnlyList<WriteRequest> requests) => Committed.Add(requests.Count);

        public void EndPatience()
        {
        }

        public void Dispose() => Committed.Dispose();
    }
}

using Attune.Realtime;
using Attune.Server.Ingest;
using Attune.Storage;
using Attune.Storage.Sqlite;
using Attune.Streaming;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Suites.Streaming;

/// <summary>The whole way of an event, without a network: ledger, windows, and a feed to which somebody listens.</summary>
internal sealed class IngestUnderTest : IAsyncDisposable
{
    private readonly RealtimeHub _hub = new(new RealtimeOptions());

    public IngestUnderTest(string folder)
    {
        Store = new SqliteEventStore(new StorageOptions { Path = Path.Combine(folder, "ingest.db") });
        var options = new StreamingOptions { WindowSize = StreamRun.WindowSize, MaxOutOfOrderness = TimeSpan.FromSeconds(10) };
        Pipeline = new IngestPipeline(Store, _hub, options, new RealtimeOptions(), NullLogger<IngestPipeline>.Instance);
        _hub.TryConnect()!.Subscribe([RealtimeChannels.Flows, RealtimeChannels.Windows]);
    }

    public SqliteEventStore Store { get; }

    public IngestPipeline Pipeline { get; }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _hub.Dispose();
        await Store.DisposeAsync();
    }
}

using Attune.Realtime;
using Attune.Server.Ingest;
using Attune.Storage;
using Attune.Streaming;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Suites.Streaming;

/// <summary>The whole way of an event, without a network: ledger, windows, and a feed to which somebody listens.</summary>
internal sealed class IngestUnderTest : IAsyncDisposable
{
    private readonly RealtimeHub _hub = new(new RealtimeOptions());

    public IngestUnderTest(string folder)
    {
        Storage = AttuneStorage.Open(new StorageOptions { Path = Path.Combine(folder, "ingest.db") });
        var options = new StreamingOptions { WindowSize = StreamRun.WindowSize, MaxOutOfOrderness = TimeSpan.FromSeconds(10) };
        Pipeline = new IngestPipeline(Storage.Events, _hub, options, new RealtimeOptions(), NullLogger<IngestPipeline>.Instance);
        RealtimeChannels.DeclareOn(_hub);
        _hub.Listen(RealtimeChannels.Flows, RealtimeChannels.Windows);
    }

    public IStorage Storage { get; }

    public IngestPipeline Pipeline { get; }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _hub.Dispose();
        await Storage.DisposeAsync();
    }
}

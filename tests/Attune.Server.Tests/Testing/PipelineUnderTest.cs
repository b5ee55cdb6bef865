using Attune.Events;
using Attune.Realtime;
using Attune.Server.Ingest;
using Attune.Storage;
using Attune.Streaming;
using Attune.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests.Testing;

/// <summary>A pipeline over a real store that can be made to fail, with windows of an hour.</summary>
public sealed class PipelineUnderTest : IAsyncDisposable
{
    private readonly AttuneStorage _storage;
    private readonly RealtimeHub _hub = new(new RealtimeOptions());

    private PipelineUnderTest(string path, TimeSpan outOfOrderness, TimeProvider? time)
    {
        _storage = AttuneStorage.Open(new StorageOptions { Path = path });
        Store = new FailingStore(_storage.Events);
        var options = new StreamingOptions { WindowSize = TimeSpan.FromHours(1), MaxOutOfOrderness = outOfOrderness, Partitions = 2 };
        Pipeline = new IngestPipeline(Store, _hub, options, new RealtimeOptions(), NullLogger<IngestPipeline>.Instance, time);
    }

    public FailingStore Store { get; }

    public IngestPipeline Pipeline { get; }

    public IngestStream Stream { get; private set; } = null!;

    public static async Task<PipelineUnderTest> OpenAsync(
        TemporaryFolder folder, TimeSpan outOfOrderness = default, TimeProvider? time = null, IngestMode mode = IngestMode.Live, StorageException? readError = null)
    {
        var made = new PipelineUnderTest(folder.File("attune.db"), outOfOrderness, time);
        made.Store.ReadError = readError;
        try
        {
            made.Stream = await made.Pipeline.OpenAsync("test", mode);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public Task<AppendResult> SubmitAsync(params Flow[] flows) => Stream.SubmitAsync(new EventBatch("test", flows, [], [])).WithinLimit();

    public async Task<IReadOnlyList<WindowResult>> WindowsAsync(int count)
    {
        await Eventually.TrueAsync(async () => (await Store.CountRowsAsync()).Windows >= count, $"{count} windows");
        return [.. (await Store.GetWindowsAsync(new WindowQuery { Limit = 500 })).Items.Reverse()];
    }

    public async ValueTask DisposeAsync()
    {
        await Pipeline.DisposeAsync();
        _hub.Dispose();
        await _storage.DisposeAsync();
    }
}

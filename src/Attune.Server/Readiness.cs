using Attune.Server.Ingest;
using Attune.Storage;

namespace Attune.Server;

/// <summary>Whether the server can do its work, looked at no more than once a second however many ask.</summary>
internal sealed class Readiness(IStorage storage, IngestPipeline pipeline, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<string?> _check = Task.FromResult<string?>(null);
    private long _checkedAt = -1;

    /// <summary>Null when all is well; else what is wrong.</summary>
    public Task<string?> CheckAsync()
    {
        lock (_gate)
        {
            if (_checkedAt < 0 || (_check.IsCompleted && time.GetElapsedTime(_checkedAt) > Lifetime))
            {
                _checkedAt = time.GetTimestamp();
                _check = RunAsync();
            }

            return _check;
        }
    }

    private async Task<string?> RunAsync() => await storage.CheckAsync() ?? pipeline.Fault;
}

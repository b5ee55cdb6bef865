using Attune.Events;

namespace Attune.Storage;

/// <summary>Takes events in. Concurrent calls are committed together; a call that returns is durable.</summary>
public interface IEventWriter
{
    /// <summary>Stores the batch; events whose id is stored already are left as they are.</summary>
    /// <exception cref="StorageException">Nothing of the batch was stored; the same batch may be tried again.</exception>
    Task<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Stores closed windows, replacing those of the same stream and start, together with how far the stream has come.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="watermark">Start of the first window that is still open: retention leaves the stream's events from here on, however old they are.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="cancellationToken">Gives up waiting for a place in the queue.</param>
    /// <exception cref="ArgumentException">A number of a window is an infinity or NaN.</exception>
    /// <exception cref="StorageException">Nothing was stored; the call may be tried again.</exception>
    Task SaveWindowsAsync(string stream, DateTime watermark, IReadOnlyList<WindowResult> windows, CancellationToken cancellationToken = default);
}

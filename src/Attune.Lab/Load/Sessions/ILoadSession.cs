namespace Attune.Lab.Load;

/// <summary>What one user, or one place of the open model, sends over; one request at a time.</summary>
internal interface ILoadSession : IAsyncDisposable
{
    /// <summary>Whether requests can be sent.</summary>
    bool IsOpen { get; }

    /// <summary>Connects and greets, where the protocol has that.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Sends one request and reads its answer to the end.</summary>
    /// <exception cref="Exception">There was no answer; <see cref="ExceptionCauses"/> names why.</exception>
    Task<Reply> SendAsync(PlannedRequest request, long sequence, RequestRandom random, CancellationToken cancellationToken);
}

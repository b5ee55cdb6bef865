namespace Attune.Streaming.Kafka.Connections;

/// <summary>Closes clients.</summary>
internal static class ClientClosing
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Closes a client; what hangs on brokers that are away ends in the background, when librdkafka gives up on them.</summary>
    public static async Task CloseAsync(Action close)
    {
        try
        {
            await Task.Run(close).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // Nothing that anyone waits for is left to do.
        }
    }
}

using Attune.Realtime.Delivery;
using Attune.Testing;

namespace Attune.Realtime.Tests.Delivery;

/// <summary>The thread that keeps its own time, by the real clock.</summary>
public class FlushThreadTests
{
    [Fact]
    public async Task WakeAt_RaisesWhatIsDueOnce_NotBeforeItsTime()
    {
        var raised = 0;
        using var thread = new FlushThread(() => Interlocked.Increment(ref raised));
        thread.WakeAt(long.MaxValue - 1);
        var due = TimeProvider.System.GetTimestamp() + (TimeProvider.System.TimestampFrequency / 50);
        thread.WakeAt(due);
        await Eventually.TrueAsync(() => Volatile.Read(ref raised) > 0);
        TimeProvider.System.GetTimestamp().ShouldBeGreaterThanOrEqualTo(due);

        var worked = new Work();
        thread.Start(worked);
        await worked.Done.WaitAsync(Eventually.Bound);
        raised.ShouldBe(1);
    }

    [Fact]
    public async Task MessagesWithinTheWindow_ComeWhenItIsOver_WithoutATimerOfAnybody()
    {
        using var hub = new RealtimeHub(new RealtimeOptions { FlushWindow = TimeSpan.FromMilliseconds(30) });
        hub.Declare("flows");
        using var listener = hub.Listen("flows");
        for (var i = 0; i < 3; i++)
        {
            hub.Publish("flows", "1"u8);
        }

        var heard = "";
        while (!heard.Contains("\"sequence\":3", StringComparison.Ordinal))
        {
            heard += System.Text.Encoding.UTF8.GetString((await listener.Messages.ReadAsync().AsTask().WaitAsync(Eventually.Bound)).Span);
        }
    }

    private sealed class Work : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Execute() => _done.SetResult();
    }
}

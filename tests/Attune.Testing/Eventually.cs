using System.Diagnostics;

namespace Attune.Testing;

/// <summary>Waits for something that will be true soon, up to a generous bound; never longer than needed.</summary>
public static class Eventually
{
    /// <summary>Far longer than anything here takes, so that only a hang reaches it.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, string? what = null) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string? what = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Bound)
            {
                throw new TimeoutException($"Not true within {Bound}: {what ?? "the condition"}.");
            }

            await Task.Delay(Poll);
        }
    }
}

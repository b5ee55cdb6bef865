namespace Attune.Server.Tests.Testing;

/// <summary>Waits for tasks; a failure instead of a test that hangs.</summary>
public static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task<T> WithinLimit<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task WithinLimit(this Task task) => task.WaitAsync(Limit);
}

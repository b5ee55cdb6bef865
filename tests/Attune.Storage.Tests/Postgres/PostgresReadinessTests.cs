using Attune.Storage.Postgres;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresReadinessTests
{
    [Fact]
    public async Task EnsureAsync_ManyAtOnce_ShareOneAttemptAndOneAfterAFailureTriesAgain()
    {
        var attempts = new List<TaskCompletionSource>();
        using var readiness = new PostgresReadiness(_ =>
        {
            lock (attempts)
            {
                attempts.Add(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                return attempts[^1].Task;
            }
        });
        var first = Enumerable.Range(0, 10).Select(_ => readiness.EnsureAsync(default).AsTask()).ToList();
        await Attune.Testing.Eventually.TrueAsync(() => attempts.Count == 1);
        attempts[0].SetException(new StorageException("away"));
        foreach (var call in first)
        {
            await Should.ThrowAsync<StorageException>(() => call);
        }

        var second = readiness.EnsureAsync(default).AsTask();
        await Attune.Testing.Eventually.TrueAsync(() => attempts.Count == 2);
        attempts[1].SetResult();
        await second;
        await readiness.EnsureAsync(default);
        attempts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task EnsureAsync_CallerGivesUp_TheAttemptGoesOn()
    {
        var attempt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var readiness = new PostgresReadiness(_ => attempt.Task);
        using var impatient = new CancellationTokenSource();
        var given = readiness.EnsureAsync(impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);

        attempt.SetResult();
        await readiness.EnsureAsync(default);
    }
}

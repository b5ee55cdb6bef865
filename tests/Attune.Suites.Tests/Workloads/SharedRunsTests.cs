using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Tests.Workloads;

public class SharedRunsTests
{
    private readonly SharedRuns<int> _runs = new();
    private int _made;

    [Fact]
    public async Task NextAsync_SecondReader_SeesTheSameRunsInOrder()
    {
        var (one, other) = (new SharedRuns<int>.Cursor(), new SharedRuns<int>.Cursor());
        (await NextAsync(one), await NextAsync(one)).ShouldBe((1, 2));
        (await NextAsync(other), await NextAsync(other), await NextAsync(other)).ShouldBe((1, 2, 3));
        (await NextAsync(one)).ShouldBe(3);
        _made.ShouldBe(3);
    }

    [Fact]
    public async Task NextAsync_RunThatFails_IsNotKept()
    {
        var cursor = new SharedRuns<int>.Cursor();
        await Should.ThrowAsync<InvalidOperationException>(async () =>
            await _runs.NextAsync(cursor, Context, () => Task.FromException<int>(new InvalidOperationException("As asked."))));
        (await NextAsync(cursor)).ShouldBe(1);
    }

    private static BenchmarkContext Context => new(AppContext.BaseDirectory);

    private ValueTask<int> NextAsync(SharedRuns<int>.Cursor cursor) => _runs.NextAsync(cursor, Context, () => Task.FromResult(++_made));
}

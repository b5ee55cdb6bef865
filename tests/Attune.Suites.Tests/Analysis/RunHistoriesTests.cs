using Attune.Suites.Analysis;

namespace Attune.Suites.Tests.Analysis;

public class RunHistoriesTests
{
    private static readonly double[] Ramp = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];

    [Fact]
    public void Draw_InOrder_AreMediansOfTenIterationsInARow()
    {
        var history = RunHistories.Draw([Ramp], 1, inOrder: true, seed: 1).ShouldHaveSingleItem();
        history.Length.ShouldBe(RunHistories.Runs);
        (history[0] % 10).ShouldBe(4.5);
        history.Zip(history.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == 10);
    }

    [Fact]
    public void Draw_IndependentRuns_AreDifferentRunsInAnyOrderAndRepeatable()
    {
        var histories = RunHistories.Draw([Ramp], 2, inOrder: false, seed: 1).ToList();
        histories[0].ShouldBeUnique();
        histories[0].ShouldNotBe([.. histories[0].Order()]);
        histories[0].ShouldNotBe(histories[1]);
        RunHistories.Draw([Ramp], 2, inOrder: false, seed: 1).ToList().ShouldBe(histories);
    }

    [Fact]
    public void Draw_TailShorterThanAHistory_IsLeftOut() => RunHistories.Draw([Ramp[..590]], 3, inOrder: false, seed: 1).ShouldBeEmpty();
}

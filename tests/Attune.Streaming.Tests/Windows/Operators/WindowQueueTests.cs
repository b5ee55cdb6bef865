using Attune.Streaming.Windows.Operators;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Windows.Operators;

public class WindowQueueTests
{
    [Fact]
    public void InsertAndRemove_AnyOrder_AgreeWithASortedList() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var (queue, model, pools) = (new WindowQueue<OpenWindow<int, int>>(), new SortedList<long, OpenWindow<int, int>>(), new WindowPools<int, int>());
        for (var turn = 0; turn < 300; turn++)
        {
            if (random.Next(3) == 0 && model.Count > 0)
            {
                queue.RemoveFirst().ShouldBeSameAs(model.Values[0]);
                model.RemoveAt(0);
            }
            else if (100 + turn + random.Next(-30, 30) is var start && !model.ContainsKey(start))
            {
                var window = pools.Rent();
                window.Open(start, start + 1);
                queue.PlaceOf(start).ShouldBe(model.Keys.Count(key => key < start));
                queue.Insert(queue.PlaceOf(start), window);
                model.Add(start, window);
            }

            Enumerable.Range(0, queue.Count).Select(i => queue[i].Start).ShouldBe(model.Keys);
        }
    }).QuickCheckThrowOnFailure();
}

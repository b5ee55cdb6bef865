using Attune.Suites.Workloads;

namespace Attune.Suites.Tests.Workloads;

public class FlowSequenceTests
{
    private static FlowSequence Make(int seed) => new(seed, FlowSequence.Start, TimeSpan.FromMilliseconds(10));

    [Fact]
    public void Take_SameSeed_GivesTheSameFlows() => Make(1).Take(1000).ShouldBe(Make(1).Take(1000));

    [Fact]
    public void Take_OneSequence_MovesOnInTimeWithIdsOfItsOwn()
    {
        var sequence = Make(1);
        var flows = sequence.Take(5000).Concat(Make(2).Take(5000)).ToList();
        flows.Select(flow => flow.Id).ShouldBeUnique();
        flows.Take(5000).Select(flow => flow.Id.Value).ShouldBeInOrder();
        flows.ShouldAllBe(flow => flow.Bytes > 0);
        flows.Select(flow => flow.SourceIp).Distinct().Count().ShouldBeGreaterThan(300);
        sequence.Count.ShouldBe(5000);
    }
}

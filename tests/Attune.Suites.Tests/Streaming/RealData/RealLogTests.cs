using Attune.Streaming.Windows;

namespace Attune.Suites.Tests.Streaming.RealData;

/// <summary>Logs of the real world, out of order by up to hours: streamed line by line they give what sorting and grouping gives.</summary>
public class RealLogTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromHours(24);

    public static TheoryData<string> Captures => [.. RealLogs.Captures];

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public async Task Capture_TumblingWindows_AreThoseOfTheBatch(string capture)
    {
        var (flows, size) = (RealLogs.ReadCapture(capture), TimeSpan.FromMinutes(5));
        await GivesAsync(flows, new TumblingWindows(size), BatchWindows.Tumbling(flows, size));
    }

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public async Task Capture_SlidingWindows_AreThoseOfTheBatch(string capture)
    {
        var (flows, size, slide) = (RealLogs.ReadCapture(capture), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2));
        await GivesAsync(flows, new SlidingWindows(size, slide), BatchWindows.Sliding(flows, size, slide));
    }

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public async Task Capture_Sessions_AreThoseOfTheBatch(string capture)
    {
        var (flows, gap) = (RealLogs.ReadCapture(capture), TimeSpan.FromMinutes(1));
        await GivesAsync(flows, new SessionWindows(gap), BatchWindows.Sessions(flows, gap));
    }

    [SkippableTheory]
    [InlineData("CTU-Malware-Capture-34-1")]
    [InlineData("CTU-Malware-Capture-8-1")]
    [InlineData("CTU-Malware-Capture-42-1")]
    [InlineData("CTU-Malware-Capture-20-1")]
    [InlineData("CTU-Honeypot-Capture-5-1")]
    public async Task Capture_BoundTooSmall_CountsEveryFlowOnceOrAsLate(string capture)
    {
        var (flows, size) = (RealLogs.ReadCapture(capture), TimeSpan.FromSeconds(30));
        var (windows, late) = await StreamedWindows.RunAsync(flows, new TumblingWindows(size), TimeSpan.FromSeconds(5));
        late.ShouldNotBeEmpty();
        windows.Sum(window => window.Count).ShouldBe(flows.Length - late.Count);
        windows.Order(ByKeyAndTime).ShouldBe(BatchWindows.Tumbling(Without(flows, late), size).Order(ByKeyAndTime));
    }

    [SkippableFact]
    public void AccessLog_BrokenLine_IsTheOnlyOneRefused()
    {
        var (requests, broken) = RealLogs.ReadAccessLog();
        requests.Length.ShouldBe(9999);
        broken.ShouldHaveSingleItem().ShouldStartWith("46.118.127.106 ");
        requests.Zip(requests.Skip(1)).Count(pair => pair.First.Time > pair.Second.Time).ShouldBeGreaterThan(4000);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task AccessLog_SessionsOfClients_AreThoseOfTheBatch(int partitions)
    {
        var (requests, gap) = (RealLogs.ReadAccessLog().Requests, TimeSpan.FromMinutes(30));
        await GivesAsync(requests, new SessionWindows(gap), BatchWindows.Sessions(requests, gap), partitions);
    }

    [SkippableFact]
    public async Task AccessLog_BoundTooSmall_CountsEveryRequestOnceOrAsLate()
    {
        var (requests, size) = (RealLogs.ReadAccessLog().Requests, TimeSpan.FromSeconds(10));
        var (windows, late) = await StreamedWindows.RunAsync(requests, new TumblingWindows(size), TimeSpan.FromSeconds(5));
        late.ShouldNotBeEmpty();
        windows.Order(ByKeyAndTime).ShouldBe(BatchWindows.Tumbling(Without(requests, late), size).Order(ByKeyAndTime));
    }

    private static async Task GivesAsync(RealEvent[] arrivals, WindowShape shape, List<RealWindow> expected, int partitions = 1)
    {
        var (windows, late) = await StreamedWindows.RunAsync(arrivals, shape, Enough, partitions);
        late.ShouldBeEmpty();
        windows.Order(ByKeyAndTime).ShouldBe(expected.Order(ByKeyAndTime));
    }

    private static Comparer<RealWindow> ByKeyAndTime { get; } =
        Comparer<RealWindow>.Create((left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : string.CompareOrdinal(left.Key, right.Key));

    private static List<RealEvent> Without(RealEvent[] events, List<RealEvent> late)
    {
        var left = late.CountBy(item => item).ToDictionary();
        return [.. events.Where(item => !(left.TryGetValue(item, out var times) && times > 0 && (left[item] = times - 1) >= 0))];
    }
}

using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What metric samples promise on every engine.</summary>
public abstract class MetricStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Start = SampleEvents.Start;

    private IMetricStore Store => Storage.Metrics;

    private static MetricSample Sample(int milliseconds, double value = 1, string name = "cpu", string tags = "") => new(name, tags, Start.AddMilliseconds(milliseconds), value);

    private async Task<List<MetricSample>> ReadAsync(MetricSeriesQuery query)
    {
        var samples = new List<MetricSample>();
        await foreach (var sample in Store.ReadAsync(query))
        {
            samples.Add(sample);
        }

        return samples;
    }

    [SkippableFact]
    public async Task AppendAsync_SameMoment_KeepsTheFirst()
    {
        (await Store.AppendAsync([Sample(1, 1), Sample(1, 2), Sample(1, 3, tags: "core=1"), Sample(1, 4, "memory")])).ShouldBe(3);
        (await Store.AppendAsync([Sample(1, 5), Sample(2, -0.5)])).ShouldBe(1);
        await ReopenAsync();
        (await ReadAsync(new MetricSeriesQuery { Name = "cpu" })).ShouldBe([Sample(1, 1), Sample(2, -0.5)]);
        (await ReadAsync(new MetricSeriesQuery { Name = "cpu", Tags = "core=1" })).ShouldBe([Sample(1, 3, tags: "core=1")]);
    }

    [SkippableFact]
    public async Task ReadAsync_MoreThanAChunk_GivesTheRangeInOrder()
    {
        await Store.AppendAsync([.. Enumerable.Range(0, 12_000).Reverse().Select(number => Sample(number))]);
        (await ReadAsync(new MetricSeriesQuery { Name = "cpu", From = Start.AddMilliseconds(500), To = Start.AddMilliseconds(11_500) }))
            .ShouldBe(Enumerable.Range(500, 11_000).Select(number => Sample(number)));
        (await ReadAsync(new MetricSeriesQuery { Name = "cpu" })).Count.ShouldBe(12_000);
    }

    [SkippableFact]
    public async Task GetNamesAsync_AndTags_EachOnceInOrder()
    {
        (await Store.GetNamesAsync()).ShouldBeEmpty();
        await Store.AppendAsync([Sample(1, 1, "b", "y"), Sample(2, 1, "b", "x"), Sample(3, 1, "b", "x"), Sample(1, 1, "a"), Sample(1, 1, "ä")]);
        (await Store.GetNamesAsync()).ShouldBe(["a", "b", "ä"]);
        (await Store.GetTagsAsync("b")).ShouldBe(["x", "y"]);
        (await Store.GetTagsAsync("a")).ShouldBe([""]);
        (await Store.GetTagsAsync("c")).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task BadInput_IsAnArgumentErrorAndStoresNothing()
    {
        foreach (var bad in new[] { Sample(1, double.NaN), Sample(1, double.NegativeInfinity), Sample(1, 1e150), Sample(1, name: " "), Sample(1) with { Timestamp = DateTime.UnixEpoch.AddTicks(-1) } })
        {
            await Should.ThrowAsync<ArgumentException>(() => Store.AppendAsync([Sample(2), bad]));
        }

        Should.Throw<ArgumentException>(() => Store.ReadAsync(new MetricSeriesQuery { Name = "cpu", From = Start, To = Start.AddTicks(-1) }));
        (await Store.GetNamesAsync()).ShouldBeEmpty();
    }
}

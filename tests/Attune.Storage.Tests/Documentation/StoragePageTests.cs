using Attune.Events;
using Attune.Testing;

namespace Attune.Storage.Tests.Documentation;

/// <summary>The C# of the page stands here too, line for line, and runs.</summary>
public sealed class StoragePageTests
{
    [Fact]
    public void CSharp_OfThePage_IsCompiledHere() => PageCode.FindUncompiled("storage.md", "Attune.Storage.Tests").ShouldBeEmpty();

    [Fact]
    public async Task Example_OfThePage_GivesWhatItSays()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("shop.db");
        await using var storage = AttuneStorage.Open(new StorageSetup
        {
            Storage = new StorageOptions { Path = path },
        });
        var time = new DateTime(2024, 5, 1, 10, 0, 0, DateTimeKind.Utc);
        await storage.Analytics.AppendAsync("shop", [
            AnalyticsEvent.Create(time, "cart.paid", "ada", """{"amount": 10.5}"""),
            AnalyticsEvent.Create(time.AddSeconds(30), "cart.paid", "bob", """{"amount": 20.5}"""),
        ]);
        var buckets = await storage.Analytics.GetTimeBucketsAsync(new TimeBucketQuery
        {
            Source = "events", Metric = "amount", GroupBy = "type", Bucket = TimeSpan.FromMinutes(5), From = time, To = time.AddHours(1),
        });
        Console.WriteLine($"{buckets[0].Group}: {buckets[0].Count} with a mean of {buckets[0].Mean}");

        buckets.ShouldHaveSingleItem().ShouldBe(new TimeBucket(time, "cart.paid", 2, 15.5, 10.5, 20.5, Math.Sqrt(50)));
    }
}

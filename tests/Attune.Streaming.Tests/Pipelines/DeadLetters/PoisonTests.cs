using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Tests.Pipelines.DeadLetters;

/// <summary>An event that cannot be used is a dead letter with stage and reason; the others go on.</summary>
public sealed class PoisonTests
{
    private static readonly Reading[] Ten = [.. Enumerable.Range(0, 10).Select(i => new Reading(i % 2, i, i * 100))];

    private static DataStream<Reading> Stream(IEnumerable<Reading> readings) =>
        Pipeline.From(new MemorySource<Reading>(readings.ToArray()), StreamTimes.From<Reading>(reading => reading.Time));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Where_ThatThrowsForOne_LeavesTheOthers(int partitions)
    {
        var stream = Stream(Ten).Where(reading => reading.Value != 4 ? true : throw new InvalidOperationException("four"))
            .KeyBy(reading => reading.Key).Process(new Values());

        var (values, letters) = await RunAsync(stream, partitions);

        values.ShouldBe([0, 1, 2, 3, 5, 6, 7, 8, 9]);
        letters.ShouldBe([new StreamDeadLetter("poison", "1-where", StreamDeadLetterReasons.StepFailed, "four", Ten[4].ToString())]);
    }

    [Fact]
    public async Task SelectMany_ThatThrowsInTheMiddle_LeavesNothingOfThatEvent()
    {
        static IEnumerable<long> Twice(Reading reading)
        {
            yield return reading.Value;
            yield return reading.Value != 3 ? reading.Value : throw new InvalidOperationException("three");
        }

        var (values, letters) = await RunAsync(Stream(Ten[..5]).SelectMany(Twice), 1);

        values.ShouldBe([0, 0, 1, 1, 2, 2, 4, 4]);
        letters.ShouldHaveSingleItem().Stage.ShouldBe("1-select-many");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Keys_ThatFailAreNullOrTooLong_AreDeadLettersWithTheirReason(int partitions)
    {
        static string KeyOf(Reading reading) => reading.Value switch
        {
            0 => throw new InvalidOperationException("zero"),
            5 => null!,
            9 => new string('x', 11),
            _ => $"key {reading.Key}",
        };
        var stream = Stream(Ten).KeyBy(KeyOf, new KeyOptions<string> { MaxKeyLength = 10 }).Process(new Values<string>());

        var (values, letters) = await RunAsync(stream, partitions);

        values.ShouldBe([1, 2, 3, 4, 6, 7, 8]);
        letters.Select(letter => (letter.Stage, letter.Reason, letter.Content)).ShouldBe([
            ("1-process", StreamDeadLetterReasons.KeyFailed, Ten[0].ToString()),
            ("1-process", StreamDeadLetterReasons.MissingKey, Ten[5].ToString()),
            ("1-process", StreamDeadLetterReasons.KeyTooLong, Ten[9].ToString()),
        ]);
    }

    [Fact]
    public async Task Keys_WhoseHashFails_AreDeadLetters()
    {
        var stream = Stream(Ten).KeyBy(reading => reading.Value is 1 or 6 ? new Badge(reading.Key, reading.Value == 6) : null!)
            .Process(new Values<Badge>());

        var (values, letters) = await RunAsync(stream, 3);

        values.ShouldBe([1]);
        letters.Count.ShouldBe(9);
        letters.Where(letter => letter.Reason == StreamDeadLetterReasons.KeyFailed).ShouldHaveSingleItem().Content.ShouldBe(Ten[6].ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Values_ThatFail_AreNotInTheirWindow(int partitions)
    {
        var stream = Stream(Ten).KeyBy(reading => reading.Key).Window(new TumblingWindows(TimeSpan.FromSeconds(10)))
            .Aggregate(reading => reading.Value is 2 or 5 ? throw new InvalidOperationException("no value") : (double)reading.Value, Attune.Streaming.Aggregates.Aggregates.Statistics())
            .Select(pane => (long)pane.Value.Sum);

        var (values, letters) = await RunAsync(stream, partitions);

        values.ShouldBe([18, 20]);
        letters.Select(letter => letter.Reason).ShouldBe([StreamDeadLetterReasons.AggregateFailed, StreamDeadLetterReasons.AggregateFailed]);
        letters.Select(letter => letter.Content).ShouldBe([Ten[2].ToString(), Ten[5].ToString()], ignoreOrder: true);
    }

    [Fact]
    public async Task Processor_ThatFails_LosesThatEventAndItsResultsOnly()
    {
        var (values, letters) = await RunAsync(Stream(Ten).KeyBy(reading => reading.Key).Process(new Values { Poison = 6 }), 1);

        values.ShouldBe([0, 1, 2, 3, 4, 5, 7, 8, 9]);
        letters.ShouldHaveSingleItem().Reason.ShouldBe(StreamDeadLetterReasons.ProcessFailed);
    }

    [Fact]
    public async Task Processor_ThatFailsForANewKey_KeepsNoStateOfIt()
    {
        await using var run = await Stream([.. Ten, new Reading(99, 10, 1000)]).KeyBy(reading => reading.Key).Process(new Values { Poison = 10 })
            .To("poison", new NullSink<long>()).StartAsync();
        await run.Completion;
        (run.Statistics.DeadLetters, run.Statistics.StateCount).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Times_ThatAreMissingFailOrLieInTheFuture_AreDeadLetters()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(Reading.Start));
        var times = new StreamTime<Reading>
        {
            Selector = reading => reading.Value switch
            {
                1 => default,
                2 => throw new InvalidOperationException("no time"),
                3 => Reading.Start.AddMinutes(1).AddTicks(1),
                4 => Reading.Start.AddMinutes(1),
                _ => reading.Time,
            },
            MaxFutureSkew = TimeSpan.FromMinutes(1),
        };
        var stream = Pipeline.From(new MemorySource<Reading>(Ten.AsMemory(0, 6)), times).Select(reading => reading.Value);

        var (values, letters) = await RunAsync(stream, 1, time);

        values.ShouldBe([0, 4, 5]);
        letters.Select(letter => (letter.Stage, letter.Reason, letter.Content)).ShouldBe([
            ("source", StreamDeadLetterReasons.BadTimestamp, Ten[1].ToString()),
            ("source", StreamDeadLetterReasons.BadTimestamp, Ten[2].ToString()),
            ("source", StreamDeadLetterReasons.FutureTimestamp, Ten[3].ToString()),
        ]);
    }

    [Fact]
    public async Task SourceWithoutTimes_GivesDeadLettersOnly()
    {
        var (values, letters) = await RunAsync(Pipeline.From(new MemorySource<long>(new long[] { 1, 2 }), StreamTimes.OfSource<long>()), 1);

        values.ShouldBeEmpty();
        letters.Select(letter => letter.Reason).ShouldBe([StreamDeadLetterReasons.BadTimestamp, StreamDeadLetterReasons.BadTimestamp]);
    }

    [Fact]
    public async Task DeadLetterSink_ThatFails_IsCountedAndThePipelineGoesOn()
    {
        var sink = new CollectSink<long>();
        var pipeline = Stream(Ten).Select(reading => reading.Value % 2 == 0 ? reading.Value : throw new InvalidOperationException("odd")).To("poison", sink);
        await using var run = await pipeline.StartAsync(new PipelineOptions { DeadLetters = new BrokenDeadLetters() });

        await run.Completion;

        sink.Items.ShouldBe([0, 2, 4, 6, 8]);
        run.Statistics.DeadLetters.ShouldBe(5);
        run.LostDeadLetters.ShouldBe(5);
    }

    [Fact]
    public async Task Content_IsCutAndNeverFails()
    {
        var letters = new CollectDeadLetters();
        var items = new object[] { new string('a', 5000), new Unshowable() };
        await Pipeline.From(new MemorySource<object>(items), StreamTimes.OfArrival<object>())
            .Where(_ => throw new InvalidOperationException("no")).To("poison", new NullSink<object>())
            .RunAsync(new PipelineOptions { DeadLetters = letters });

        letters.Letters.Select(letter => letter.Content.Length).First().ShouldBe(2000);
        letters.Letters.Last().Content.ShouldContain("not for show");
    }

    private static async Task<(IReadOnlyList<long> Values, IReadOnlyList<StreamDeadLetter> Letters)> RunAsync(
        DataStream<long> stream, int partitions, TimeProvider? time = null)
    {
        var (sink, letters) = (new CollectSink<long>(), new CollectDeadLetters());
        await using var run = await stream.To("poison", sink).StartAsync(
            new PipelineOptions { Partitions = partitions, DeadLetters = letters, Time = time ?? TimeProvider.System });
        await run.Completion;
        run.Statistics.DeadLetters.ShouldBe(letters.Letters.Count);
        return ([.. sink.Items.Order()], [.. letters.Letters]);
    }

    private sealed class BrokenDeadLetters : IDeadLetterSink
    {
        public ValueTask WriteAsync(StreamDeadLetter letter, CancellationToken cancellationToken) => throw new IOException("The disk is full.");
    }

    private sealed record Badge(int Number, bool IsBroken) : IStableKey
    {
        public uint StableHash() => IsBroken ? throw new InvalidOperationException("broken") : (uint)Number;
    }

    private sealed class Unshowable
    {
        public override string ToString() => throw new InvalidOperationException("not for show");
    }
}

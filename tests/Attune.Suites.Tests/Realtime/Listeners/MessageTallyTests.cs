using System.Diagnostics;
using System.Text;
using Attune.Measurement;
using Attune.Suites.Realtime.Feeds;
using Attune.Suites.Realtime.Listeners;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Suites.Tests.Realtime.Listeners;

public class MessageTallyTests
{
    private static readonly string Tail = FeedPayloads.Make(FeedPayloads.MinBytes)[0];

    [Fact]
    public void Take_AnyNumbersInAnyBatches_CountsAsANaiveLoopDoes() => Prop.ForAll(
        (from numbers in Gen.Choose(0, 20).ListOf() from size in Gen.Choose(1, 5) select (Numbers: numbers.ToArray(), size)).ToArbitrary(),
        input =>
        {
            var tally = new MessageTally(new LatencyHistogram());
            foreach (var batch in input.Numbers.Chunk(input.size))
            {
                tally.Take(Message(batch), Stopwatch.GetTimestamp());
            }

            var (lost, disordered, highest) = (0, 0, -1);
            foreach (var number in input.Numbers)
            {
                if (highest >= 0 && number <= highest)
                {
                    disordered++;
                }
                else
                {
                    lost += highest < 0 ? 0 : number - highest - 1;
                    highest = number;
                }
            }

            return (tally.Received, tally.Lost, tally.Disordered) == (input.Numbers.Length, lost, disordered);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Take_Message_RecordsTimeSinceItWasDue()
    {
        var latencies = new LatencyHistogram();
        var tally = new MessageTally(latencies);
        tally.Take(Encoding.UTF8.GetBytes(FeedPayloads.Render(Tail, 7, 1_000_000)), 1_000_000 + (Stopwatch.Frequency / 4));
        latencies.Snapshot().Max.ShouldBe(0.25, 1e-9);
    }

    [Theory]
    [InlineData("""{"type":"gap","from":1,"to":3,"count":3}""", 0)]
    [InlineData("", 0)]
    public void Take_OtherMessage_CountsNothing(string message, int received)
    {
        var tally = new MessageTally(new LatencyHistogram());
        tally.Take(Encoding.UTF8.GetBytes(message), 0);
        tally.Received.ShouldBe(received);
    }

    [Theory]
    [InlineData("""{"number":1000000001}""")]
    [InlineData("""{"number":1,"at":1000000000000000000,"text":"a payload that is long enough to hold both"}""")]
    public void Take_PayloadOfAnotherForm_Throws(string message) =>
        Should.Throw<FormatException>(() => new MessageTally(new LatencyHistogram()).Take(Encoding.UTF8.GetBytes(message), 0));

    private static byte[] Message(IEnumerable<int> numbers) =>
        Encoding.UTF8.GetBytes($$"""{"messages":[{{string.Join(',', numbers.Select(number => FeedPayloads.Render(Tail, number, Stopwatch.GetTimestamp())))}}]}""");
}

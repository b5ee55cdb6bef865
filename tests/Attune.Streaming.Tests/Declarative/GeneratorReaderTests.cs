using Attune.Streaming.Declarative.Files;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Tests.Declarative;

public sealed class GeneratorReaderTests
{
    /// <summary>A clock that jumps between two looks at it is no reason to wait for less than nothing.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task ReadAsync_ClockThatJumpsWhileItLooks_MakesWhatIsDue(int jumpAt)
    {
        var settings = new GeneratorSettings(100, 3, 1, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromMilliseconds(1), TimeSpan.Zero, 1000);
        var format = new RowFormat(new RowSchema(), null, [], KeepsRaw: false);
        await using var reader = new GeneratorReader(settings, format.CreateParser(), new JumpingClock(jumpAt), 0);
        var buffer = new SourceBuffer<Row>(10);
        (await reader.ReadAsync(buffer, TimeSpan.Zero, CancellationToken.None)).ShouldBeTrue();
        buffer.Count.ShouldBe(jumpAt <= 3 ? 5 : 0);
    }

    /// <summary>Stands still, and 5 ms have gone by from one look on.</summary>
    private sealed class JumpingClock(int jumpAt) : TimeProvider
    {
        private int _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ++_looks >= jumpAt ? 5 * TimeSpan.TicksPerMillisecond : 0;
    }
}

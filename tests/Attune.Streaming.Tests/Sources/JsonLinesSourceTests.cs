using System.Text;
using Attune.Events;
using Attune.Streaming.Sources;
using Attune.Testing;

namespace Attune.Streaming.Tests.Sources;

public class JsonLinesSourceTests
{
    private static string Line(int number, string extra = "") =>
        $$"""{"timestamp":"2002-08-22T12:00:{{number:00}}Z","source_ip":"192.0.2.{{number}}","destination_ip":"mx","bytes_transferred":{{number}},"protocol":"smtp"{{extra}}}""";

    private static Task<SourceRun> RunAsync(string content, StreamingOptions? options = null, Encoding? encoding = null) =>
        SourceRun.OfFileAsync("events.jsonl", content, options, encoding);

    [Fact]
    public async Task ReadAsync_GoodLines_GivesTheirEventsInOrder()
    {
        var run = await RunAsync($"{Line(1)}\n{Line(2)}\n{{\"type\":\"text\",\"timestamp\":\"2002-08-23\",\"body\":\"b\"}}\n");

        run.Flows.Select(flow => flow.Bytes).ShouldBe([1L, 2L]);
        run.Texts.ShouldHaveSingleItem().Body.ShouldBe("b");
        run.Letters.ShouldBeEmpty();
        (run.Units, run.UnitsParsed).ShouldBe((3, 3));
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\n", "\n")]
    [InlineData("\r\n", "")]
    [InlineData("\r\n", "\r\n")]
    public async Task ReadAsync_AnyLineEnds_GivesTheSameEvents(string end, string last)
    {
        var expected = await RunAsync($"{Line(1)}\n{Line(2)}\n");
        var run = await RunAsync(Line(1) + end + Line(2) + last);

        run.Flows.ShouldBe(expected.Flows);
        (run.Units, run.UnitsParsed, run.Letters.Count).ShouldBe((2, 2, 0));
    }

    [Fact]
    public async Task ReadAsync_ByteOrderMark_IsNotPartOfTheFirstLine()
    {
        var run = await RunAsync(Line(1) + "\n", encoding: new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        run.Flows.ShouldHaveSingleItem().ShouldBe((await RunAsync(Line(1))).Flows[0]);
        run.Letters.ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAsync_BadLines_BecomeDeadLettersWithTheirLineNumber()
    {
        var run = await RunAsync($"{Line(1)}\nnot json\n\n{Line(2)}\n{{\"type\":\"flow\"}}\n[1]\n{{\"a\":\n{Line(3)}");

        run.Flows.Select(flow => flow.Bytes).ShouldBe([1L, 2L, 3L]);
        run.Letters.Select(letter => (letter.Position, letter.Reason)).ShouldBe(
        [
            ("line 2", DeadLetterReasons.BadJson), ("line 5", DeadLetterReasons.BadField), ("line 6", DeadLetterReasons.BadField), ("line 7", DeadLetterReasons.BadJson),
        ]);
        run.Letters[0].Content.ShouldBe("not json");
        run.Letters[0].Origin.ShouldBe("events.jsonl");
        run.Letters[1].Detail.ShouldContain("source_ip: the field is missing");
        (run.Units, run.UnitsParsed).ShouldBe((7, 3));
    }

    [Fact]
    public async Task ReadAsync_HalfASurrogatePair_IsOneDeadLetter()
    {
        var run = await RunAsync($"{Line(1, ",\"id\":\"\\ud800\"")}\n{Line(2)}\n");
        run.Letters.ShouldHaveSingleItem().Reason.ShouldBe(DeadLetterReasons.BadField);
        run.Flows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ReadAsync_DeepNesting_IsOneDeadLetter()
    {
        var run = await RunAsync($"{new string('[', 100_000)}\n{Line(2)}\n");
        run.Letters.ShouldHaveSingleItem().Reason.ShouldBe(DeadLetterReasons.BadJson);
        run.Flows.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n\n  \n\t\r\n")]
    public async Task ReadAsync_NothingButEmptyLines_GivesNothing(string content)
    {
        var run = await RunAsync(content);
        run.Ids.ShouldBeEmpty();
        run.UnitsParsed.ShouldBe(0);
    }

    [Fact]
    public async Task ReadAsync_RepeatedId_KeepsTheFirstAndReportsTheOther()
    {
        var run = await RunAsync($"{Line(1, ",\"id\":\"a\"")}\n{Line(2, ",\"id\":\"a\"")}\n{Line(1, ",\"id\":\"a\"")}\n");

        run.Flows.Select(flow => flow.Bytes).ShouldBe([1L, 2L]);
        var letter = run.Letters.ShouldHaveSingleItem();
        (letter.Reason, letter.Position).ShouldBe((DeadLetterReasons.RepeatedId, "line 3"));
    }

    [Fact]
    public async Task ReadAsync_EqualLinesWithoutIds_AreDifferentEvents()
    {
        var run = await RunAsync($"{Line(1)}\n{Line(1)}\n");
        run.Flows.Count.ShouldBe(2);
        run.Ids.ShouldBeUnique();
    }

    [Fact]
    public async Task ReadAsync_LineOf5Megabytes_IsOneDeadLetterAndTheRestGoesOn()
    {
        var big = Line(1, $",\"message_id\":\"{new string('x', 5 << 20)}\"");
        var run = await RunAsync($"{Line(2)}\n{big}\n{Line(3)}\n");

        run.Flows.Select(flow => flow.Bytes).ShouldBe([2L, 3L]);
        var letter = run.Letters.ShouldHaveSingleItem();
        (letter.Reason, letter.Position, letter.Content.Length).ShouldBe((DeadLetterReasons.BadJson, "line 2", DeadLetter.MaxContentLength));
        letter.Detail.ShouldContain("longer than");
        (run.Units, run.UnitsParsed).ShouldBe((3, 2));
    }

    [Fact]
    public async Task ReadAsync_DeadLetterCutInsideASurrogatePair_DropsTheHalf()
    {
        var run = await RunAsync(new string('x', DeadLetter.MaxContentLength - 1) + "\U0001F600 and more");
        run.Letters.ShouldHaveSingleItem().Content.ShouldBe(new string('x', DeadLetter.MaxContentLength - 1));
    }

    [Fact]
    public async Task ReadAsync_SameFileAgain_GivesTheSameIds()
    {
        var content = $"{Line(1)}\nbad\n{Line(2, ",\"id\":\"a\"")}\n";
        (await RunAsync(content)).Ids.ShouldBe((await RunAsync(content)).Ids);
    }

    [Fact]
    public async Task ReadAsync_SmallBatches_AreFullAndCoverEverything()
    {
        var content = string.Join('\n', Enumerable.Range(1, 25).Select(number => Line(number)));
        var run = await RunAsync(content, new StreamingOptions { BatchSize = 10 });

        run.Batches.Select(batch => batch.Flows.Count).ShouldBe([10, 10, 5]);
        run.Batches.Select(batch => batch.Units).ShouldBe([10, 10, 5]);
        run.Flows.Select(flow => flow.Bytes).ShouldBe(Enumerable.Range(1, 25).Select(number => (long)number));
    }

    [Fact]
    public async Task ReadAsync_EventsOutOfOrder_MovesTheWatermarkOnlyForward()
    {
        var lines = new[] { 30, 10, 50, 20 }.Select(second => Line(second));
        var run = await RunAsync(string.Join('\n', lines), new StreamingOptions { BatchSize = 1, MaxOutOfOrderness = TimeSpan.FromSeconds(5) });
        run.Batches.Select(batch => batch.Watermarks[^1].Time.Second).ShouldBe([25, 25, 45, 45]);
    }

    [Fact]
    public async Task Total_OnceAllIsRead_IsTheNumberOfLinesThatAreNotEmpty()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("e.jsonl"), $"{Line(1)}\n\n{Line(2)}");
        var source = EventSources.Open(folder.File("e.jsonl"), null, new StreamingOptions());
        source.Total.ShouldBeNull();
        (await SourceRun.ReadAsync(source)).Units.ShouldBe(2);
        source.Total.ShouldBe(2);
        source.Stream.ShouldMatch("^e.jsonl@[0-9a-f]{6}$");
    }

    [Fact]
    public async Task ReadAsync_FileThatWentAway_SaysSo()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("e.jsonl"), Line(1));
        var source = EventSources.Open(folder.File("e.jsonl"), null, new StreamingOptions());
        File.Delete(folder.File("e.jsonl"));
        (await Should.ThrowAsync<SourceException>(() => SourceRun.ReadAsync(source))).Message.ShouldContain("cannot be read");
    }
}

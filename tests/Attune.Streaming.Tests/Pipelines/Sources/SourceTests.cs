using System.Text;
using System.Text.Json;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Sources;
using Attune.Streaming.Tests.Pipelines.DeadLetters;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Pipelines.Sources;

public sealed class SourceTests
{
    [Fact]
    public void Memory_ReadInAnyPiecesAndFromAnyPosition_GivesTheSameOrder() => Prop.ForAll(
        (from lengths in Gen.NonEmptyListOf(Gen.Choose(0, 700))
         from capacity in Gen.Choose(1, 500)
         from stopAfter in Gen.Choose(0, 5)
         select (lengths, capacity, stopAfter)).ToArbitrary(),
        input =>
        {
            var splits = input.lengths.Select((length, split) => (ReadOnlyMemory<int>)Enumerable.Range(0, length).Select(i => (split * 1000) + i).ToArray()).ToArray();
            var source = new MemorySource<int>(splits);
            var whole = ReadAsync(source, 100_000, int.MaxValue, null).GetAwaiter().GetResult().Items;
            var first = ReadAsync(source, input.capacity, input.stopAfter, null).GetAwaiter().GetResult();
            var rest = ReadAsync(source, input.capacity, int.MaxValue, first.Position).GetAwaiter().GetResult();
            return first.Items.Concat(rest.Items).SequenceEqual(whole) && whole.Count == input.lengths.Sum();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FileLines_ReadInAnyPiecesAndFromAnyPosition_GiveTheSameEvents() => Prop.ForAll(
        (from lines in Gen.ListOf(Gen.Elements("1", "22", "", "333\r", "  44", "bad", new string('5', 9)))
         from endsWithNewline in Gen.Elements(true, false)
         from capacity in Gen.Choose(1, 5)
         from stopAfter in Gen.Choose(0, 4)
         select (lines, endsWithNewline, capacity, stopAfter)).ToArbitrary(),
        input =>
        {
            using var folder = new TemporaryFolder();
            var path = folder.File("lines.jsonl");
            File.WriteAllText(path, string.Join('\n', input.lines) + (input.endsWithNewline ? "\n" : ""), new UTF8Encoding(true));
            var source = new FileLinesSource<int>(path);
            var first = ReadAsync(source, input.capacity, input.stopAfter, null).GetAwaiter().GetResult();
            var rest = ReadAsync(source, input.capacity, int.MaxValue, first.Position).GetAwaiter().GetResult();
            return first.Items.Concat(rest.Items).SequenceEqual(input.lines.Where(line => line is not ("" or "bad")).Select(line => int.Parse(line.Trim())))
                && first.Failures.Concat(rest.Failures).Select(failure => failure.Position)
                    .SequenceEqual(input.lines.Select((line, i) => (line, i)).Where(pair => pair.line == "bad").Select(pair => $"line {pair.i + 1}"));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task FileLines_BadOnes_AreDeadLettersWithTheirNumber()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("events.jsonl");
        var tooLong = new string('7', FileLinesSource<long>.MaxLineLength + 100_000);
        await File.WriteAllTextAsync(path, $"1\n{{\n2\nnull\n{tooLong}\n3");
        var (sink, letters) = (new CollectSink<long>(), new CollectDeadLetters());

        await Pipeline.From(new FileLinesSource<long>(path), StreamTimes.OfArrival<long>()).To("lines", sink)
            .RunAsync(new PipelineOptions { DeadLetters = letters });

        sink.Items.ShouldBe([1, 2, 3]);
        letters.Letters.Select(letter => (letter.Stage, letter.Reason, letter.Detail[..7])).ShouldBe(
            [("source", "bad-json", "line 2:"), ("source", "bad-json", "line 4:"), ("source", "line-too-long", "line 5:")]);
        letters.Letters.Last().Content.Length.ShouldBe(2000);
    }

    [Fact]
    public async Task Sources_WithAForeignPosition_RefuseIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("short.jsonl");
        await File.WriteAllTextAsync(path, "1\n");
        var far = new byte[16];
        far[0] = 200;
        await Should.ThrowAsync<SourceException>(async () => await new FileLinesSource<int>(path).OpenAsync(far, default));
        await Should.ThrowAsync<SourceException>(async () => await new FileLinesSource<int>(path).OpenAsync(new byte[3], default));
        await Should.ThrowAsync<SourceException>(async () => await new FileLinesSource<int>(folder.File("none")).OpenAsync(null, default));
        await Should.ThrowAsync<SourceException>(async () => await new MemorySource<int>(new int[3]).OpenAsync(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, default));
        await Should.ThrowAsync<SourceException>(async () => await new GeneratorSource<int>(i => 0, 3).OpenAsync(far, default));
        await Should.ThrowAsync<SourceException>(async () => await new PushSource<int>().OpenAsync(far, default));
    }

    [Fact]
    public async Task Push_ThatFindsNoRoom_Waits()
    {
        var source = new PushSource<int>(capacity: 1);
        source.TryPush(1).ShouldBeTrue();
        source.TryPush(2).ShouldBeFalse();
        var waiting = source.PushAsync(2).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        var sink = new CollectSink<int>();

        await using var run = await Pipeline.From(source, StreamTimes.OfArrival<int>()).To("push", sink).StartAsync();
        await waiting;
        source.Complete();
        await run.Completion;

        sink.Items.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Push_CompletedWithAnError_FailsThePipeline()
    {
        var source = new PushSource<int>();
        source.Complete(new IOException("gone"));
        (await Should.ThrowAsync<IOException>(Pipeline.From(source, StreamTimes.OfArrival<int>()).To("push", new NullSink<int>()).RunAsync())).Message.ShouldBe("gone");
    }

    [Fact]
    public async Task Push_CompletedWithATimeoutOfItsOwn_Fails()
    {
        var source = new PushSource<int>();
        await using var reader = await source.OpenAsync(null, default);
        source.Complete(new TimeoutException("upstream is slow"));
        (await Should.ThrowAsync<TimeoutException>(async () => await reader.ReadAsync(new SourceBuffer<int>(1), TimeSpan.FromHours(1), default))).Message.ShouldBe("upstream is slow");
    }

    [Fact]
    public async Task JsonLines_AppendAndRemoveALineThatWasCutOff()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("deep/results.jsonl");
        var pipeline = Pipeline.From(new MemorySource<int>(new[] { 1, 2 }), StreamTimes.OfArrival<int>())
            .Select(i => new Numbered(i)).To("json", new JsonLinesSink<Numbered>(path));
        await pipeline.RunAsync();
        await File.AppendAllTextAsync(path, "{\"Numb");
        await pipeline.RunAsync();

        var lines = await File.ReadAllLinesAsync(path);
        lines.ShouldBe(["{\"Number\":1}", "{\"Number\":2}", "{\"Number\":1}", "{\"Number\":2}"]);
        lines.Select(line => JsonSerializer.Deserialize<Numbered>(line)!.Number).ShouldBe([1, 2, 1, 2]);
    }

    private static async Task<(List<T> Items, List<SourceFailure> Failures, ReadOnlyMemory<byte> Position)> ReadAsync<T>(
        IStreamSource<T> source, int capacity, int reads, ReadOnlyMemory<byte>? position)
    {
        await using var reader = await source.OpenAsync(position, default);
        var buffer = new SourceBuffer<T>(capacity);
        var (items, failures) = (new List<T>(), new List<SourceFailure>());
        for (var goesOn = true; goesOn && reads > 0; reads--)
        {
            buffer.Clear(capacity);
            goesOn = await reader.ReadAsync(buffer, TimeSpan.Zero, default);
            items.AddRange(buffer.Items);
            failures.AddRange(buffer.Failures);
        }

        return (items, failures, reader.Position);
    }

    private sealed record Numbered(int Number);
}

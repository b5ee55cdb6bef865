using System.Text;
using Attune.Streaming.Sources;
using Attune.Testing;

namespace Attune.Streaming.Tests.Sources;

public class FlowCsvSourceTests
{
    private const string Header = "timestamp,source_ip,destination_ip,bytes_transferred,protocol";
    private const string Row = "2002-08-22T12:36:23Z,192.0.2.7,mx.example.org,2048,smtp";

    private static Task<SourceRun> RunAsync(string content, StreamingOptions? options = null, Encoding? encoding = null) =>
        SourceRun.OfFileAsync("flows.csv", content, options, encoding);

    [Fact]
    public async Task ReadAsync_GoodRow_GivesEveryField()
    {
        var run = await RunAsync($"{Header}\n{Row}\n");

        var flow = run.Flows.ShouldHaveSingleItem();
        flow.Timestamp.ShouldBe(new DateTime(2002, 8, 22, 12, 36, 23, DateTimeKind.Utc));
        (flow.SourceIp, flow.Destination, flow.Bytes, flow.Protocol, flow.MessageId).ShouldBe(("192.0.2.7", "mx.example.org", 2048L, "SMTP", null));
        (run.Units, run.UnitsParsed, run.Letters.Count).ShouldBe((1, 1, 0));
    }

    [Theory]
    [InlineData("protocol,bytes_transferred,destination_ip,source_ip,timestamp\nsmtp,2048,mx.example.org,192.0.2.7,2002-08-22T12:36:23Z\n")]
    [InlineData("note,timestamp,source_ip,destination_ip,bytes_transferred,protocol\nhello,2002-08-22T12:36:23Z,192.0.2.7,mx.example.org,2048,smtp\n")]
    [InlineData("\"timestamp\",\"source_ip\",\"destination_ip\",\"bytes_transferred\",\"protocol\"\n\"2002-08-22T12:36:23Z\",\"192.0.2.7\",\"mx.example.org\",\"2048\",\"smtp\"\n")]
    [InlineData("timestamp, source_ip, destination_ip, bytes_transferred, protocol\n2002-08-22T12:36:23Z, 192.0.2.7, mx.example.org, 2048, smtp\n")]
    [InlineData("timestamp,source_ip,destination_ip,bytes_transferred,protocol,note\n2002-08-22T12:36:23Z,192.0.2.7,mx.example.org,2048,smtp,\"a, \"\"b\"\"\nc\"\n")]
    [InlineData(Header + "\r\n" + Row + "\r\n")]
    [InlineData(Header + "\n" + Row)]
    [InlineData(Header + "\r\n" + Row)]
    public async Task ReadAsync_OtherSpellingsOfTheSameRow_GiveTheSameFlow(string content)
    {
        var run = await RunAsync(content);

        run.Letters.ShouldBeEmpty();
        var flow = run.Flows.ShouldHaveSingleItem();
        (flow.Timestamp.ToString("s"), flow.SourceIp, flow.Destination, flow.Bytes, flow.Protocol)
            .ShouldBe(("2002-08-22T12:36:23", "192.0.2.7", "mx.example.org", 2048L, "SMTP"));
    }

    [Fact]
    public async Task ReadAsync_ByteOrderMark_IsNotPartOfTheHeader() =>
        (await RunAsync($"{Header}\n{Row}\n", encoding: new UTF8Encoding(encoderShouldEmitUTF8Identifier: true))).Flows.ShouldHaveSingleItem();

    [Theory]
    [InlineData("timestamp")]
    [InlineData("source_ip")]
    [InlineData("destination_ip")]
    [InlineData("bytes_transferred")]
    [InlineData("protocol")]
    public async Task ReadAsync_MissingColumn_NamesItAndTheHeader(string column)
    {
        var columns = Header.Split(',').Where(name => name != column);
        var error = await Should.ThrowAsync<SourceException>(() => RunAsync($"{string.Join(',', columns)}\n"));
        error.Message.ShouldContain($"has no column {column}:");
        error.Message.ShouldContain(Header);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    public async Task ReadAsync_EmptyFile_SaysThatTheHeaderIsMissing(string content) =>
        (await Should.ThrowAsync<SourceException>(() => RunAsync(content))).Message.ShouldContain(Header);

    [Fact]
    public async Task ReadAsync_HeaderWithoutRows_GivesNothing()
    {
        var run = await RunAsync(Header + "\n");
        run.Batches.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2002-08-22T12:36:23Z,192.0.2.7,mx.example.org,2048", "4 columns, the header 5")]
    [InlineData("2002-08-22T12:36:23Z,192.0.2.7,mx.example.org,2048,smtp,extra", "6 columns, the header 5")]
    public async Task ReadAsync_WrongNumberOfColumns_IsADeadLetter(string row, string detail)
    {
        var run = await RunAsync($"{Header}\n{Row}\n{row}\n{Row}\n");

        run.Flows.Count.ShouldBe(2);
        var letter = run.Letters.ShouldHaveSingleItem();
        (letter.Reason, letter.Position, letter.Content, letter.Origin).ShouldBe((DeadLetterReasons.BadColumns, "line 3", row, "flows.csv"));
        letter.Detail.ShouldContain(detail);
        (run.Units, run.UnitsParsed).ShouldBe((3, 2));
    }

    [Theory]
    [InlineData("yesterday,192.0.2.7,mx,1,smtp", "timestamp: ")]
    [InlineData("2002-08-22,010.0.0.1,mx,1,smtp", "source_ip: ")]
    [InlineData("2002-08-22,192.0.2.7,m x,1,smtp", "destination_ip: ")]
    [InlineData("2002-08-22,192.0.2.7,mx,-1,smtp", "bytes_transferred: ")]
    [InlineData("2002-08-22,192.0.2.7,mx,1.5,smtp", "bytes_transferred: ")]
    [InlineData("2002-08-22,192.0.2.7,mx,,smtp", "bytes_transferred: ")]
    [InlineData("2002-08-22,192.0.2.7,mx,1,", "protocol: ")]
    [InlineData("2002-08-22,\"192.0.2.7\n\",mx,x,smtp", "bytes_transferred: ")]
    public async Task ReadAsync_BadField_IsADeadLetterThatNamesIt(string row, string detail)
    {
        var run = await RunAsync($"{Header}\n{row}\n{Row}\n");

        run.Flows.ShouldHaveSingleItem();
        var letter = run.Letters.ShouldHaveSingleItem();
        (letter.Reason, letter.Position).ShouldBe((DeadLetterReasons.BadField, "line 2"));
        letter.Detail.ShouldContain(detail);
    }

    [Fact]
    public async Task ReadAsync_SeveralBadFields_NamesThemAll()
    {
        var letter = (await RunAsync($"{Header}\nyesterday,nobody,mx,x,smtp\n")).Letters.ShouldHaveSingleItem();
        letter.Detail.Split("; ").Select(part => part.Split(':')[0]).ShouldBe(["timestamp", "source_ip", "bytes_transferred"]);
    }

    [Fact]
    public async Task ReadAsync_RowAfterAQuotedLineBreak_HasItsOwnLineNumber()
    {
        var run = await RunAsync($"{Header}\n2002-08-22,192.0.2.7,\"a\nb\",1,smtp\n{Row}\nbad\n");
        run.Letters.Select(letter => letter.Position).ShouldBe(["line 2", "line 5"]);
    }

    [Fact]
    public async Task ReadAsync_EqualRows_AreDifferentFlows()
    {
        var run = await RunAsync($"{Header}\n{Row}\n{Row}\n{Row}\n");
        run.Flows.Count.ShouldBe(3);
        run.Ids.ShouldBeUnique();
    }

    [Fact]
    public async Task ReadAsync_SameFileAgain_GivesTheSameIds()
    {
        var content = $"{Header}\n{Row}\nbad\n{Row}\n";
        (await RunAsync(content)).Ids.ShouldBe((await RunAsync(content)).Ids);
    }

    [Fact]
    public async Task ReadAsync_BytesThatAreNoUtf8_AreADeadLetterOrReplaced()
    {
        var run = await RunAsync($"{Header}\n2002-08-22,192.0.2.7,mx,1,p\u00fc\n{Row}\n", encoding: Encoding.Latin1);
        run.Flows.ShouldHaveSingleItem();
        run.Letters.ShouldHaveSingleItem().Detail.ShouldContain("protocol");
    }

    [Fact]
    public async Task ReadAsync_QuoteThatIsNeverClosed_LosesNoRowInSilence()
    {
        var run = await RunAsync($"{Header}\n{Row}\n2002-08-22,192.0.2.7,\"mx,1,smtp\n{Row}\n");
        run.Flows.ShouldHaveSingleItem();
        run.Letters.ShouldHaveSingleItem().Content.ShouldContain("\"mx,1,smtp");
    }

    [Fact]
    public async Task ReadAsync_RowThatIsTooLong_SaysWhere() =>
        (await Should.ThrowAsync<SourceException>(() => RunAsync($"{Header}\n{Row}\n\"{new string('x', 2 << 20)}\n"))).Message.ShouldContain("not readable as CSV");

    [Fact]
    public async Task ReadAsync_SmallBatches_AreFullAndTheUnitsComeToTheTotal()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("f.csv"), $"{Header}\n{string.Concat(Enumerable.Repeat(Row + "\n", 25))}");
        var source = EventSources.Open(folder.File("f.csv"), null, new StreamingOptions { BatchSize = 10 });
        source.Total.ShouldBeNull();
        var run = await SourceRun.ReadAsync(source);

        run.Batches.Select(batch => batch.Flows.Count).ShouldBe([10, 10, 5]);
        run.Units.ShouldBe(25);
        source.Total.ShouldBe(25);
    }

    [Fact]
    public async Task Total_OnceAllIsRead_IsTheNumberOfRows()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("f.csv"), $"{Header}\n\n{Row}\n2002-08-22,192.0.2.7,\"a\nb\",1,smtp\n\n");
        var source = EventSources.Open(folder.File("f.csv"), null, new StreamingOptions());
        (await SourceRun.ReadAsync(source)).Units.ShouldBe(2);
        source.Total.ShouldBe(2);
    }

    [Fact]
    public async Task ReadAsync_RowsOutOfOrder_MovesTheWatermarkOnlyForward()
    {
        var rows = new[] { 30, 10, 50, 20 }.Select(second => $"2002-08-22T12:00:{second}Z,192.0.2.7,mx,1,smtp");
        var run = await RunAsync($"{Header}\n{string.Join('\n', rows)}\n", new StreamingOptions { BatchSize = 1, MaxOutOfOrderness = TimeSpan.FromSeconds(5) });
        run.Batches.Select(batch => batch.Watermarks[^1].Time.Second).ShouldBe([25, 25, 45, 45]);
    }
}

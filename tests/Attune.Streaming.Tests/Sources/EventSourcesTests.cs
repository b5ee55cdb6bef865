using System.Text;
using Attune.Streaming.Sources;
using Attune.Testing;

namespace Attune.Streaming.Tests.Sources;

public sealed class EventSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Mail(string subject, int day = 1) =>
        $"From: Ann <ann@example.net>\nSubject: {subject}\nDate: {day} Aug 2002 10:00:00 +0000\n\nbody of {subject}\n";

    private string Write(string name, string text, Encoding? encoding = null) => Write(name, (encoding ?? Encoding.Latin1).GetBytes(text));

    private string Write(string name, byte[] content)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static IEventSource Open(string path) => EventSources.Open(path, null, new StreamingOptions());

    private static async Task<List<string>> SubjectsAsync(string path) => [.. (await SourceRun.ReadAsync(Open(path))).Texts.Select(text => text.Subject)];

    [Fact]
    public async Task Open_Folder_ReadsTheMessagesOfAllItsFolders()
    {
        Write("a.eml", Mail("a", 3));
        Write("deep/er/b.eml", Mail("b", 1));
        Write("deep/c.EML", Mail("c", 2));
        Write("deep/notes.txt", Mail("notes"));

        Open(_folder.Path).Total.ShouldBe(3);
        (await SubjectsAsync(_folder.Path)).ShouldBe(["b", "c", "a"]);
    }

    [Fact]
    public async Task Open_Folder_NamesMessagesByTheirPathInsideIt()
    {
        Write("deep/broken.eml", "");
        var letter = (await SourceRun.ReadAsync(Open(_folder.Path))).Letters.ShouldHaveSingleItem();
        letter.Origin.ShouldBe("deep/broken.eml");
    }

    [Fact]
    public async Task Open_CorpusFolder_ReadsGroupsWithTheirLabels()
    {
        Write("easy-ham-1/1.json", """{"group":"easy-ham-1","text":"Subject: good\nDate: 1 Aug 2002 10:00:00 +0000\n\nb"}""");
        Write("spam-2/1.json", """{"group":"spam-2","text":"Subject: bad\nDate: 2 Aug 2002 10:00:00 +0000\n\nb"}""");
        Write("other/1.json", "{}");

        var run = await SourceRun.ReadAsync(Open(_folder.Path));
        run.Texts.Select(text => (text.Subject, text.Label)).ShouldBe([("good", "ham"), ("bad", "spam")]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"group\":\"easy-ham-1\"}")]
    [InlineData("{\"group\":1,\"text\":\"\"}")]
    [InlineData("{\"group\":\"easy-ham-1\",\"text\":\"\\ud800\"}")]
    public async Task Open_CorpusFilesThatAreNoMessage_AreDeadLettersOfTheirOwn(string json)
    {
        Write("easy-ham-1/1.json", json);
        Write("spam-1/1.json", json);

        var run = await SourceRun.ReadAsync(Open(_folder.Path));
        run.Letters.Select(letter => letter.Origin).ShouldBe(["easy-ham-1/1.json", "spam-1/1.json"]);
        run.Ids.ShouldBeUnique();
        (run.Units, run.UnitsParsed).ShouldBe((2, 0));
    }

    [Theory]
    [InlineData("one.eml")]
    [InlineData("ONE.EML")]
    public async Task Open_SingleMessage_ReadsIt(string name)
    {
        var source = Open(Write(name, Mail("one")));
        source.Stream.ShouldMatch($"^{name}@[0-9a-f]{{6}}$");
        source.Total.ShouldBe(1);
        (await SourceRun.ReadAsync(source)).Texts.ShouldHaveSingleItem().Subject.ShouldBe("one");
    }

    [Theory]
    [InlineData("iso-8859-1", "Gr\u00fc\u00dfe")]
    [InlineData("windows-1252", "\u20ac 5")]
    [InlineData("utf-8", "\u041f\u0440\u0438\u0432\u0435\u0442")]
    public async Task Open_8BitMessage_IsDecodedByItsCharset(string charset, string body)
    {
        var head = $"Subject: s\nDate: 1 Aug 2002 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n";
        byte[] bytes = charset == "windows-1252" ? [0x80, .. " 5"u8] : Encoding.GetEncoding(charset).GetBytes(body);
        var path = Write("m.eml", [.. Encoding.ASCII.GetBytes(head), .. bytes]);

        (await SourceRun.ReadAsync(Open(path))).Texts.ShouldHaveSingleItem().Body.Trim().ShouldBe(body);
    }

    [Fact]
    public async Task Open_MessageWithAByteOrderMark_IsStillReadAsBytes()
    {
        var text = "Subject: s\nDate: 1 Aug 2002 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\nGr\u00fc\u00dfe \u041f\n";
        var path = Write("m.eml", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);

        var run = await SourceRun.ReadAsync(Open(path));
        run.Letters.ShouldBeEmpty();
        var read = run.Texts.ShouldHaveSingleItem();
        (read.Subject, read.Body.Trim()).ShouldBe(("s", "Gr\u00fc\u00dfe \u041f"));
    }

    [Theory]
    [InlineData("all.mbox")]
    [InlineData("all.mbx")]
    [InlineData("All.MBOX")]
    [InlineData("inbox")]
    [InlineData("inbox.2002")]
    public async Task Open_Mbox_ReadsItsMessages(string name)
    {
        var path = Write(name, $"From a@b Thu Aug 22 13:17:22 2002\n{Mail("one", 1)}\nFrom a@b Thu Aug 22 13:17:22 2002\n{Mail("two", 2)}\n");

        Open(path).Total.ShouldBe(2);
        (await SubjectsAsync(path)).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Open_Mbox_FromInsideABody_IsText()
    {
        var path = Write("all.mbox", $"From a@b\n{Mail("one")}From here on it is\nFrom me to you\n\nfrom below\n\n>From quoted\n\nFrom c@d\n{Mail("two", 2)}");

        var texts = (await SourceRun.ReadAsync(Open(path))).Texts;
        texts.Select(text => text.Subject).ShouldBe(["one", "two"]);
        texts[0].Body.ShouldContain("From here on it is");
        texts[0].Body.ShouldContain(">From quoted");
        texts[1].Body.ShouldNotContain("From");
    }

    [Fact]
    public async Task Open_MboxWithCrLf_IsSplitAtTheSamePlaces()
    {
        var text = $"From a@b\n{Mail("one")}From me to you\n\nFrom c@d\n{Mail("two", 2)}\n";
        (await SubjectsAsync(Write("all.mbox", text.ReplaceLineEndings("\r\n")))).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Open_MboxWithEmptyLinesFirst_LosesNothing() =>
        (await SubjectsAsync(Write("all.mbox", $"\nFrom a@b\n{Mail("one")}\nFrom c@d\n{Mail("two", 2)}"))).ShouldBe(["one", "two"]);

    [Fact]
    public async Task Open_MboxWithTextBeforeTheFirstMessage_MakesADeadLetterOfIt()
    {
        var run = await SourceRun.ReadAsync(Open(Write("all.mbox", $"*** archive ***\n\nFrom a@b\n{Mail("one")}")));
        run.Texts.ShouldHaveSingleItem().Subject.ShouldBe("one");
        run.Letters.ShouldNotBeEmpty();
        run.Letters[0].Content.ShouldContain("*** archive ***");
    }

    [Fact]
    public async Task Open_Mbox_8BitMessagesAreDecodedEachByItsCharset()
    {
        const string type = "Content-Type: text/plain; charset=";
        var path = Write("all.mbox",
        [
            .. Encoding.Latin1.GetBytes($"From a@b\nDate: 1 Aug 2002 10:00:00 +0000\n{type}iso-8859-1\n\n\u00fc\n\n"),
            .. Encoding.UTF8.GetBytes($"From a@b\nDate: 2 Aug 2002 10:00:00 +0000\n{type}utf-8\n\n\u00fc\n"),
        ]);

        (await SourceRun.ReadAsync(Open(path))).Texts.Select(text => text.Body.Trim()).ShouldBe(["\u00fc", "\u00fc"]);
    }

    [Theory]
    [InlineData("f.csv", typeof(FlowCsvSource))]
    [InlineData("f.CSV", typeof(FlowCsvSource))]
    [InlineData("f.jsonl", typeof(JsonLinesSource))]
    [InlineData("f.ndjson", typeof(JsonLinesSource))]
    public void Open_KnownExtension_ChoosesTheSource(string name, Type expected) => Open(Write(name, "From a\n\n")).ShouldBeOfType(expected);

    [Fact]
    public void Open_StreamName_IsWhatIsGivenOrTheNameOfTheFile()
    {
        var path = Write("deep/f.csv", "x");
        EventSources.Open(path, "mine", new StreamingOptions()).Stream.ShouldBe("mine");
        Open(path).Stream.ShouldMatch("^f.csv@[0-9a-f]{6}$");
        Write("deep/m.eml", Mail("m"));
        Open(_folder.File("deep") + Path.DirectorySeparatorChar).Stream.ShouldBe(Open(_folder.File("deep")).Stream);
    }

    [Fact]
    public void Open_NothingThere_SaysWhatIsAccepted() => ShouldFail(_folder.File("none.csv"), "There is no file or folder");

    [Fact]
    public void Open_EmptyFolder_SaysWhatIsAccepted() => ShouldFail(_folder.Path, "holds no .eml files");

    [Theory]
    [InlineData("a.txt", "hello")]
    [InlineData("a.json", "{}")]
    [InlineData("b", "From")]
    [InlineData("c", "From:")]
    public void Open_UnknownKind_SaysWhatIsAccepted(string name, string content) => ShouldFail(Write(name, content), "no known kind");

    [Theory]
    [InlineData("\n")]
    [InlineData("Subject: no envelope\n\nbody\n")]
    public void Open_MboxWithoutAFromLine_SaysSo(string content)
    {
        var path = Write("a.mbox", content);
        Should.Throw<SourceException>(() => Open(path)).Message.ShouldContain("is no mbox");
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    [InlineData("a.mbox")]
    [InlineData("a.eml")]
    public void Open_EmptyFile_SaysSo(string name) =>
        Should.Throw<SourceException>(() => Open(Write(name, ""))).Message.ShouldContain("is empty, or not a regular file");

    [SkippableFact]
    public void Open_Pipe_IsRefusedInsteadOfWaitedFor()
    {
        var path = _folder.File("pipe.csv");
        Skip.IfNot(File.Exists("/usr/bin/mkfifo"), "There is no mkfifo.");
        using var process = System.Diagnostics.Process.Start("/usr/bin/mkfifo", path);
        process.WaitForExit();
        Should.Throw<SourceException>(() => Open(path)).Message.ShouldContain("not a regular file");
    }

    private static void ShouldFail(string path, string message)
    {
        var error = Should.Throw<SourceException>(() => Open(path));
        error.Message.ShouldContain(message);
        error.Message.ShouldContain($"'{path}'");
        error.Message.ShouldContain(".mbox");
        error.Message.ShouldContain("timestamp,source_ip,destination_ip,bytes_transferred,protocol");
    }
}

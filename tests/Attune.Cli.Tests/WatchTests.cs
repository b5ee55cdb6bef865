using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Attune.Testing;

namespace Attune.Cli.Tests;

/// <summary><c>attune watch</c>, beside a server of its own.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private int _posted;

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Help_HasExamples()
    {
        var (code, output, _) = await AttuneProgram.RunAsync("watch", "--help");
        code.ShouldBe(0);
        output.ShouldContain("Example: attune watch flows");
    }

    [Theory]
    [InlineData("watch", 2, "CHANNEL")]
    [InlineData("watch a..b", 2, "'a..b' is no channel")]
    [InlineData("watch flows --max-rate 0", 2, "--max-rate must be a number of messages a second in the allowed range 0.01..1000; this is '0'")]
    [InlineData("watch flows --count 0", 2, "--count must be a whole number of messages in the allowed range 1..1000000000; this is '0'")]
    [InlineData("watch flows --timeout soon", 2, "--timeout must be a time such as 250ms, 30s or 5m")]
    [InlineData("watch flows --url ftp://a/", 2, "--url must be an http, https, ws or wss address")]
    [InlineData("watch flows --key ü", 2, "--key must be printable ASCII")]
    [InlineData("watch flows --no-retry --url http://127.0.0.1:1", 1, "The server cannot be reached: Connection refused. Is a server at http://127.0.0.1:1/ws?")]
    public async Task WrongUse_IsOneLineAndTheRightCode(string command, int expected, string message)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync(command.Split(' '));
        code.ShouldBe(expected, errors);
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem();
        errors.ShouldContain(message);
    }

    [Fact]
    public async Task Watch_PrintsALineForEachItem_UntilCtrlC()
    {
        using var server = Serve(0);
        var url = await server.UrlAsync();
        using var watch = AttuneProgram.Start("./attune", ["watch", "flows", "--url", $"{url}", "--filter", "sourceIp prefix \"10.\""]);
        await Eventually.TrueAsync(async () =>
        {
            await PostAsync(url, "10.0.0.7", "192.168.0.1");
            return watch.Output.Length > 0 || watch.Process.HasExited;
        });
        watch.Interrupt();
        var (code, output, errors) = await watch.WaitAsync();
        code.ShouldBe(0, errors);
        output.TrimEnd().Split('\n').ShouldAllBe(line => line.Contains("sourceIp=10.0.0.7 destinationIp=b bytesTransferred=1234 protocol=TCP"));
        output.ShouldMatch(@"^\d\d:\d\d:\d\d\.\d\d\d flows#\d+ id=");
        errors.TrimEnd().ShouldMatch(@"^[\d,]+ messages?, 0 gaps, [\d.]+ (B|KiB)\.$");
    }

    [Fact]
    public async Task Watch_Json_PrintsOneObjectALine_AndEndsAtTheCount()
    {
        using var server = Serve(0);
        var url = await server.UrlAsync();
        var (code, output, errors) = await AttuneProgram.RunAsync("watch", "*", "--url", $"{url}", "--json", "--count", "2", "--timeout", "1m");
        code.ShouldBe(0, errors);
        var messages = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        messages.Count.ShouldBe(2);
        messages.ShouldAllBe(message => message.GetProperty("type").GetString() == "data" && message.GetProperty("channel").GetString() == "metrics");
        messages[1].GetProperty("sequence").GetInt64().ShouldBe(messages[0].GetProperty("sequence").GetInt64() + 1);
    }

    [Fact]
    public async Task Watch_NoServerWithinTheTimeout_Fails()
    {
        var (code, _, errors) = await AttuneProgram.RunAsync("watch", "flows", "--url", "http://127.0.0.1:1", "--timeout", "500ms");
        code.ShouldBe(1, errors);
        errors.ShouldContain("attune: the server was not reached within --timeout.");
    }

    [Theory]
    [InlineData("watch flows --filter sourceIp=", 2)]
    [InlineData("watch flowers", 2)]
    [InlineData("watch windows --count 1 --timeout 1s", 1)]
    public async Task Refusals_AreOneLineOfTheServer(string command, int expected)
    {
        using var server = Serve(0);
        var (code, _, errors) = await AttuneProgram.RunAsync([.. command.Split(' '), "--url", $"{await server.UrlAsync()}"]);
        code.ShouldBe(expected, errors);
        errors.ShouldContain("attune: ");
        errors.TrimEnd().Split('\n').Count(line => line.StartsWith("attune: ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Watch_TextThatSteersATerminal_IsEscaped()
    {
        using var server = Serve(0);
        var url = await server.UrlAsync();
        foreach (var json in new[] { false, true })
        {
            using var watch = AttuneProgram.Start("./attune", ["watch", "messages", "--url", $"{url}", "--count", "1", .. json ? ["--json"] : Array.Empty<string>()]);
            await Eventually.TrueAsync(async () =>
            {
                await PostJsonAsync(url, $$"""[{"type":"text","timestamp":"2026-01-05T12:00:00Z","body":"x","message_id":"{{json}}{{++_posted}}","subject":"a\u001b[2J\u009b31m\u202eb\nc"}]""");
                return watch.Process.HasExited;
            });
            var (code, output, errors) = await watch.WaitAsync();
            code.ShouldBe(0, errors);
            output.ShouldContain("a\\u001b[2J\\u009b31m\\u202eb\\nc", Case.Insensitive);
            output.TrimEnd('\n').ShouldAllBe(character => !char.IsControl(character) && character != '\u202e');
        }
    }

    [Fact]
    public async Task Watch_WhoseReaderHasGone_Ends()
    {
        using var server = Serve(0);
        using var shell = AttuneProgram.Start("bash", ["-c", $"set -o pipefail; ./attune watch metrics --url {await server.UrlAsync()} | head -1"]);
        var (code, output, errors) = await shell.WaitAsync();
        code.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        output.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("metrics#");
    }

    [Fact]
    public async Task Watch_ServerThatComesBack_IsConnectedAgain()
    {
        var first = Serve(0);
        var url = await first.UrlAsync();
        using var watch = AttuneProgram.Start("./attune", ["watch", "flows", "--url", $"{url}"]);
        await Eventually.TrueAsync(async () =>
        {
            await PostAsync(url, "10.0.0.1");
            return watch.Output.Length > 0 || watch.Process.HasExited;
        });
        await first.KillAsync();
        first.Dispose();
        await Eventually.TrueAsync(() => watch.Errors.Contains("Tries again in", StringComparison.Ordinal));
        using var second = Serve(url.Port);
        await second.UrlAsync();
        await Eventually.TrueAsync(async () =>
        {
            await PostAsync(url, "10.0.0.2");
            return watch.Output.Contains("10.0.0.2", StringComparison.Ordinal) || watch.Process.HasExited;
        });
        watch.Interrupt();
        var (code, _, errors) = await watch.WaitAsync();
        code.ShouldBe(0, errors);
        errors.ShouldContain("-- Connected again");
        errors.ShouldContain("-- flows: messages may be missing: the server was started anew");
    }

    [Fact]
    public async Task Watch_WithAKey_ComesInByOptionOrEnvironment()
    {
        const string Key = "0123456789abcdef-key";
        var environment = new Dictionary<string, string> { ["ATTUNE__SERVER__API_KEY"] = Key };
        using var server = Serve(0, environment);
        var url = $"{await server.UrlAsync()}";
        (await AttuneProgram.RunAsync("watch", "metrics", "--url", url, "--key", Key, "--count", "1")).ShouldSatisfyAllConditions(run => run.Code.ShouldBe(0, run.Errors));
        using var fromEnvironment = AttuneProgram.Start("./attune", ["watch", "metrics", "--url", url, "--count", "1"], environment: environment);
        (await fromEnvironment.WaitAsync()).Code.ShouldBe(0);
        var (code, _, errors) = await AttuneProgram.RunAsync("watch", "metrics", "--url", url, "--key", "another-key-of-ours");
        code.ShouldBe(2);
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem();
        errors.ShouldNotContain("another-key");
        var none = await AttuneProgram.RunAsync("watch", "metrics", "--url", url);
        none.Code.ShouldBe(2);
        none.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("The server asks for a key: set ATTUNE__SERVER__API_KEY, or give --key.");
    }

    private AttuneProgram Serve(int port, Dictionary<string, string>? environment = null) =>
        AttuneProgram.Start("./attune", ["serve", "--port", $"{port}", "--data", _folder.Path], environment: environment);

    private Task PostAsync(Uri url, params string[] sources) => PostJsonAsync(url, $"[{string.Join(',', sources.Select(source =>
        $$"""{"timestamp":"2026-01-05T12:00:00Z","source_ip":"{{source}}","destination_ip":"b","bytes_transferred":1234,"protocol":"TCP","id":"{{++_posted}}"}"""))}]");

    private async Task PostJsonAsync(Uri url, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.PostAsync(new Uri(url, "/v1/events"), content);
        answer.EnsureSuccessStatusCode();
    }
}

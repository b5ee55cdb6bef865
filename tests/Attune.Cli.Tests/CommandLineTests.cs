using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Attune.Testing;

namespace Attune.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("replay")]
    [InlineData("flows")]
    [InlineData("windows")]
    [InlineData("config")]
    [InlineData("config show")]
    [InlineData("config validate")]
    [InlineData("doctor")]
    [InlineData("version")]
    [InlineData("storage")]
    [InlineData("storage status")]
    [InlineData("storage migrate")]
    [InlineData("storage vacuum")]
    [InlineData("storage analyze")]
    [InlineData("storage prune")]
    public async Task Help_OfEveryCommand_HasAnExample(string command)
    {
        var (code, output, _) = await AttuneProgram.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        code.ShouldBe(0);
        output.ShouldContain("Example: attune");
        output.ShouldContain("--help");
    }

    [Theory]
    [InlineData("frobnicate", "'frobnicate'")]
    [InlineData("demo --frobnicate", "'--frobnicate'")]
    [InlineData("demo --speed fast", "--speed must be max or a number")]
    [InlineData("demo --speed 0", "--speed must be max or a number")]
    [InlineData("demo --speed -5", "--speed must be max or a number")]
    [InlineData("demo --repeat 0", "range 1..10000")]
    [InlineData("demo --repeat many", "'many' for option '--repeat' as a whole number")]
    [InlineData("demo --profile prod", "'prod' is not a profile, use one of development, production, edge")]
    [InlineData("demo --set storage.batch_size=0", "storage.batch_size: '0' is not allowed, the range is 1..1000000")]
    [InlineData("demo --set storage.batchsize=1", "did you mean storage.batch_size?")]
    [InlineData("demo --set nonsense", "--set takes PATH=VALUE")]
    [InlineData("demo --port 99999", "server.port: '99999' is not allowed, the range is 0..65535")]
    [InlineData("demo --config /nowhere/attune.yaml", "'/nowhere/attune.yaml' does not exist")]
    [InlineData("demo --input /nowhere/mail", "There is no file or folder '/nowhere/mail'")]
    [InlineData("replay", "FILE")]
    [InlineData("replay /nowhere.csv", "There is no file or folder")]
    [InlineData("serve --set server.address=0.0.0.0", "server.api_key: a key is required")]
    [InlineData("serve --set server.address=mars", "server.address: 'mars' is not an IP address")]
    [InlineData("serve --set server.api_key=short", "server.api_key")]
    [InlineData("flows --limit 0", "--limit must be a whole number in the allowed range 1..1000")]
    [InlineData("flows --source 1.2.3", "no database")]
    [InlineData("windows", "run 'attune demo'")]
    [InlineData("storage status", "no database")]
    [InlineData("storage prune --set retention.flows=forever", "retention.flows: 'forever' is not a duration")]
    public async Task Usage_ThatIsWrong_IsOneLineAndExitCode2(string arguments, string message)
    {
        var parts = arguments.Split(' ');
        var data = parts[0] is "demo" or "replay" or "serve" or "flows" or "windows" or "storage" ? new[] { "--data", _folder.Path } : [];
        var (code, output, errors) = await AttuneProgram.RunAsync([.. parts, .. data]);
        code.ShouldBe(2, errors);
        output.ShouldBeEmpty();
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldStartWith("attune: ");
        errors.ShouldContain(message);
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty("wrong usage changes nothing");
    }

    [Theory]
    [InlineData("--input", "The path of the input is empty")]
    [InlineData("--data", "--data takes the path of a folder")]
    [InlineData("--speed", "--speed must be max or a number")]
    [InlineData("--profile", "'' is not a profile")]
    public async Task Option_ThatIsEmpty_IsOneLineAndExitCode2(string option, string message)
    {
        var (code, _, errors) = await AttuneProgram.RunAsync("demo", "--headless", option, "");
        code.ShouldBe(2, errors);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldContain(message);
    }

    [Fact]
    public async Task NoCommand_ListsTheCommandsAndIsWrongUsage()
    {
        var (code, output, _) = await AttuneProgram.RunAsync();

        code.ShouldBe(2);
        output.ShouldContain("benchmark");
        output.ShouldContain("demo");
    }

    [Fact]
    public async Task Secret_ThatIsWrong_IsNotPrinted()
    {
        var (_, _, errors) = await AttuneProgram.RunAsync("serve", "--set", "server.api_key=hunter2");
        errors.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Serve_PortInUse_SaysWhatToDo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (code, _, errors) = await AttuneProgram.RunAsync("serve", "--port", $"{port}", "--data", _folder.Path);
        code.ShouldBe(1);
        errors.Trim().ShouldBe($"attune: http://127.0.0.1:{port} is in use: stop the program that has it, or choose another port with --port N (0 takes a free one).");
    }

    [Fact]
    public async Task Serve_WithAnotherFrameworksSettingsBesideIt_OpensNoOtherPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        File.WriteAllText(_folder.File("appsettings.json"), $"{{\"Kestrel\":{{\"Endpoints\":{{\"Extra\":{{\"Url\":\"http://127.0.0.1:{port}\"}}}}}}}}");
        using var program = AttuneProgram.Start("./attune", ["serve", "--port", "0", "--data", _folder.File("data")], _folder.Path);
        var url = await program.UrlAsync();
        url.Port.ShouldNotBe(port);
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(url, "/health"))).EnsureSuccessStatusCode();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{port}/health")));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("flows")]
    [InlineData("demo --headless")]
    public async Task Database_ThatIsCorrupt_SaysWhatToDo(string command)
    {
        File.WriteAllText(_folder.File("attune.db"), new string('x', 9000));
        var (code, _, errors) = await AttuneProgram.RunAsync([.. command.Split(' '), "--data", _folder.Path]);
        code.ShouldBe(1);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldContain("is not a usable Attune database: move it away");
    }

    [Fact]
    public async Task Input_ThatMayNotBeRead_SaysSo()
    {
        Directory.CreateDirectory(_folder.File("flows.csv"));
        var (code, _, errors) = await AttuneProgram.RunAsync("replay", _folder.File("flows.csv"), "--data", _folder.Path);
        code.ShouldBe(2);
        errors.ShouldContain("holds no .eml files");
    }

    [Fact]
    public async Task Version_Json_HasVersionAndRuntime()
    {
        var version = await AttuneProgram.RunJsonAsync("version", "--json");
        version.GetProperty("version").GetString()!.ShouldMatch(@"^\d+\.\d+\.\d+$");
        version.GetProperty("runtime").GetString()!.ShouldStartWith(".NET 10");
    }

    [Fact]
    public async Task Config_Show_TellsValueOriginAndRange()
    {
        File.WriteAllText(_folder.File("attune.yaml"), "storage:\n  batch_size: 77\n");
        var shown = await AttuneProgram.RunJsonAsync("config", "show", "--json", "--profile", "edge", "--config", _folder.File("attune.yaml"));
        shown.GetProperty("profile").GetString().ShouldBe("edge");
        var option = shown.GetProperty("options").EnumerateArray().Single(item => item.GetProperty("path").GetString() == "storage.batch_size");
        option.GetProperty("value").GetString().ShouldBe("77");
        option.GetProperty("allowed").GetString().ShouldBe("1..1000000");
        option.GetProperty("origin").GetString()!.ShouldEndWith("attune.yaml:2");
    }

    [Fact]
    public async Task Config_Validate_Json_ListsEveryError()
    {
        File.WriteAllText(_folder.File("attune.yaml"), "storage:\n  batch_size: 0\nlogging:\n  level: loud\n");
        var (code, output, _) = await AttuneProgram.RunAsync("config", "validate", "--json", "--config", _folder.File("attune.yaml"));
        code.ShouldBe(2);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("errors").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Doctor_Json_ReportsEveryCheckAndLeavesNothingBehind()
    {
        var (_, output, _) = await AttuneProgram.RunAsync("doctor", "--json", "--data", _folder.File("data"), "--port", "0");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString())
            .ShouldBe(["Runtime", ".NET SDK", "Configuration", "Disk", "Storage", "Port", "Demo corpus", "Dashboard charts"]);
        document.RootElement.GetProperty("healthy").GetBoolean().ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }
}

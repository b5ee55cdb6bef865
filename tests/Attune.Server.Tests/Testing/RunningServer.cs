using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Attune.Configuration;
using Attune.Server.Configuration;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests.Testing;

/// <summary>A server on a free port with a folder of its own and a client to talk to it.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryFolder? _ownFolder;

    private RunningServer(AttuneServer server, TemporaryFolder? ownFolder)
    {
        Server = server;
        _ownFolder = ownFolder;
        Client = new HttpClient { BaseAddress = server.Url };
    }

    public AttuneServer Server { get; }

    public HttpClient Client { get; }

    public IEventStore Store => Server.Platform.Storage.Events;

    public static ResolvedConfiguration Configure(TemporaryFolder folder, params (string Path, string Value)[] settings) =>
        AttuneConfiguration.Load(new ConfigurationSources
        {
            WorkingDirectory = folder.Path,
            CommandLine =
            [
                .. Unless(settings, "server.port", "0"),
                ("storage.path", folder.File("attune.db"), "test"),
                .. Unless(settings, "logging.file", ""),
                .. settings.Select(setting => (setting.Path, setting.Value, "test")),
            ],
        });

    public static Task<RunningServer> StartAsync(params (string Path, string Value)[] settings) => StartAsync((TimeProvider?)null, settings);

    public static async Task<RunningServer> StartAsync(TimeProvider? time, params (string Path, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new RunningServer(await AttuneServer.StartAsync(Configure(folder, settings), time), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts on a folder that outlives the server.</summary>
    public static async Task<RunningServer> StartInAsync(TemporaryFolder folder, params (string Path, string Value)[] settings) =>
        new(await AttuneServer.StartAsync(Configure(folder, settings)), null);

    private static IEnumerable<(string, string, string)> Unless((string Path, string Value)[] settings, string path, string value) =>
        settings.Any(setting => setting.Path == path) ? [] : [(path, value, "test")];

    public Task<HttpResponseMessage> PostAsync(string body, string type = "application/json") => PostAsync(Encoding.UTF8.GetBytes(body), type);

    public async Task<HttpResponseMessage> PostAsync(byte[] body, string type = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await Client.PostAsync("/v1/events", content);
    }

    /// <summary>Posts events and returns accepted, added and duplicates.</summary>
    public async Task<(int Accepted, int Added, int Duplicates)> IngestAsync(string body, string type = "application/json")
    {
        using var response = await PostAsync(body, type);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        using var answer = JsonDocument.Parse(text);
        var root = answer.RootElement;
        return (root.GetProperty("accepted").GetInt32(), root.GetProperty("added").GetInt32(), root.GetProperty("duplicates").GetInt32());
    }

    /// <summary>Gets JSON that must come with status 200.</summary>
    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _ownFolder?.Dispose();
    }
}

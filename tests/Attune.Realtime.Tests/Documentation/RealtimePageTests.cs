using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Attune.Realtime;
using Attune.Realtime.Tests;
using Attune.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Documentation;

/// <summary>The C# of the page stands here too, line for line, and runs.</summary>
public sealed class RealtimePageTests
{
    [Fact]
    public void CSharp_OfThePage_IsCompiledHere() => PageCode.FindUncompiled("realtime.md", "Attune.Realtime.Tests").ShouldBeEmpty();

    [Fact]
    public async Task Example_OfThePage_ServesClients()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        var hub = new RealtimeHub(new RealtimeOptions { MaxClients = 20_000 });
        hub.Declare("prices", new RealtimeChannelOptions { WhenFull = FullQueuePolicy.KeepLatest });
        hub.Declare("jobs.*", new RealtimeChannelOptions { LastIsSnapshot = true });
        builder.Services.AddSingleton(hub);
        await using var app = builder.Build();
        app.MapRealtime("/ws");

        await app.StartAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri(app.Urls.Single().Replace("http", "ws", StringComparison.Ordinal) + "/ws"), CancellationToken.None);
        await client.SubscribeAsync("prices", "jobs.*");

        hub.Publish("prices", """{"symbol":"ACME","price":12.5}"""u8, key: "ACME");
        hub.Publish("jobs.42", json => JsonSerializer.Serialize(json, new { progress = 0.4 }));

        var heard = new StringBuilder();
        while (!heard.ToString().Contains("\"channel\":\"jobs.42\"", StringComparison.Ordinal))
        {
            heard.Append(await client.HearAsync());
        }

        heard.ToString().ShouldContain("""{"symbol":"ACME","price":12.5}""");
        heard.ToString().ShouldContain("""{"progress":0.4}""");
        app.Lifetime.StopApplication();
        await app.WaitForShutdownAsync();
    }
}

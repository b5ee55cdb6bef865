using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Realtime.Client;
using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;

// Not below Attune.Realtime, as a user's code is not.
namespace RealtimeClientsDocumentation;

/// <summary>The C# of the page stands here too, line for line, and runs.</summary>
public sealed partial class RealtimeClientsPageTests
{
    [Fact]
    public void CSharp_OfThePage_IsCompiledHere() => PageCode.FindUncompiled("realtime-clients.md", "Attune.Realtime.Client.Tests").ShouldBeEmpty();

    [Fact]
    public async Task Example_OfThePage_SaysWhatCame()
    {
        await using var server = await FakeServer.StartAsync();
        var address = server.Address;
        var lines = new List<string>();
        var talking = TalkAsync(server);
        await using var client = new RealtimeClient(new RealtimeClientOptions { Address = address });
        client.StateChanged += (_, change) => Log($"{change.State} {change.Reason}");

        await foreach (var item in client.SubscribeAsync("flows", new SubscriptionOptions { Filter = "bytesTransferred > 1000" }))
        {
            switch (item)
            {
                case RealtimeData data:
                    foreach (var flow in data.Read(FlowJson.Default.FlowArray)!)
                    {
                        Write($"{data.Sequence}: {flow.SourceIp} sent {flow.BytesTransferred} bytes");
                    }
                    break;
                case RealtimeGap gap:
                    Write($"{gap.Count?.ToString() ?? "some"} messages are missing: {gap.Reason}");
                    break;
            }

            if (lines.Count == 2)
            {
                break;
            }
        }

        await talking;
        lines.ShouldBe(["1: 10.0.0.1 sent 2000 bytes", "some messages are missing: expired"]);

        void Write(string line) => lines.Add(line);
    }

    [Fact]
    public async Task ResumePoint_OfThePage_IsSent()
    {
        await using var server = await FakeServer.StartAsync();
        var options = new RealtimeClientOptions
        {
            Address = server.Address,
            TokenProvider = async cancellationToken => await Tokens.GetAsync(cancellationToken),
        };
        await using var client = new RealtimeClient(options);
        var data = new RealtimeData("flows", 1234, default, default, "e1");
        var resume = new RealtimeResumePoint(data.Epoch, new Dictionary<string, long> { [data.Channel] = data.Sequence });
        await using var reading = new Reading(client, "flows", new SubscriptionOptions { Resume = resume });
        var connection = await server.AcceptAsync();
        var auth = await connection.ExpectAsync("auth");
        await connection.SendAsync($$"""{"type":"authenticated","id":{{auth.GetProperty("id")}},"subject":"ada","expires":null}""");
        (await connection.ExpectAsync("subscribe")).GetProperty("resume").GetRawText().ShouldBe("""{"epoch":"e1","sequences":{"flows":1234}}""");
    }

    private static async Task TalkAsync(FakeServer server)
    {
        var connection = await server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.DataAsync("flows", 1, """[{"sourceIp":"10.0.0.1","bytesTransferred":2000}]""");
        await connection.SendAsync(FakeConnection.Gap("flows", 2, 9, null, "expired"));
    }

    private static void Log(string line) => line.ShouldNotBeEmpty();

    private static class Tokens
    {
        public static ValueTask<string?> GetAsync(CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested ? default : new ValueTask<string?>("token");
    }
}

sealed record Flow(string SourceIp, long BytesTransferred);

[JsonSerializable(typeof(Flow[]))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
sealed partial class FlowJson : JsonSerializerContext;

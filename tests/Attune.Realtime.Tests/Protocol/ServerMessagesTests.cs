using System.Text;
using System.Text.Json;
using Attune.Realtime.Protocol;

namespace Attune.Realtime.Tests.Protocol;

public class ServerMessagesTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 14, 30, 0, 250, TimeSpan.FromHours(2));

    [Fact]
    public void Data_KeepsThePayloadByteForByteAndWritesTimeInUtc()
    {
        var message = ServerMessages.Data("jobs.1", long.MaxValue, Time, "{ \"a\" : 1.0, \"ü\":\"\\u00fc\" }"u8);
        Encoding.UTF8.GetString(message).ShouldBe(
            """{"type":"data","channel":"jobs.1","sequence":9223372036854775807,"time":"2026-03-01T12:30:00.25Z","data":{ "a" : 1.0, "ü":"\u00fc" }}""");
    }

    [Fact]
    public void Messages_OneAfterTheOther_DoNotMix()
    {
        var first = ServerMessages.Data("a", 1, Time, Big(3_000_000));
        var second = ServerMessages.Pong(new RequestId("x"), Time);
        first.Length.ShouldBeGreaterThan(3_000_000);
        Encoding.UTF8.GetString(second).ShouldBe("""{"type":"pong","id":"x","time":"2026-03-01T12:30:00.25Z"}""");
    }

    [Fact]
    public void Data_OfAnEmptyPayload_ThrowsAndLeavesTheWriterUsable()
    {
        Should.Throw<ArgumentException>(() => ServerMessages.Data("a", 1, Time, default));
        Encoding.UTF8.GetString(ServerMessages.Data("a", 1, Time, "1"u8)).ShouldEndWith("\"data\":1}");
    }

    [Fact]
    public async Task Messages_FromManyThreads_AreWhole()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var message = JsonDocument.Parse(ServerMessages.Data($"c{worker}", i, Time, Encoding.UTF8.GetBytes($"{worker * i}")));
                message.RootElement.GetProperty("channel").GetString().ShouldBe($"c{worker}");
                message.RootElement.GetProperty("data").GetInt32().ShouldBe(worker * i);
            }
        })));
    }

    [Fact]
    public void Error_EchoesTheIdAndEscapesWhatAClientSent()
    {
        var message = ServerMessages.Error(new ProtocolError(ErrorCodes.InvalidFilter, "found '\"\u0001ü'", new RequestId("<\"é\\>")));
        using var document = JsonDocument.Parse(message);
        document.RootElement.GetProperty("id").GetString().ShouldBe("<\"é\\>");
        document.RootElement.GetProperty("message").GetString().ShouldBe("found '\"\u0001ü'");
    }

    [Fact]
    public void Batch_OfNothing_IsEmpty() => Encoding.UTF8.GetString(ServerMessages.Batch([])).ShouldBe("""{"type":"batch","messages":[]}""");

    private static byte[] Big(int length)
    {
        var payload = new byte[length];
        payload.AsSpan().Fill((byte)'1');
        return payload;
    }
}

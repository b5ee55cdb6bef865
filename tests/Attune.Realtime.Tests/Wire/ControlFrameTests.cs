using System.Text;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

public class ControlFrameTests
{
    public static TheoryData<int> ValidCodes => [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999];

    public static TheoryData<int> InvalidCodes => [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    public async Task Ping_IsAnsweredByItsPayload(int length)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        await client.SendAsync(RawFrame.Ping(payload));
        var pong = (await client.ReadFrameAsync()).ShouldNotBeNull();
        (pong.Opcode, pong.Final, pong.Reserved).ShouldBe((10, true, 0));
        pong.Payload.ShouldBe(payload);
    }

    [Fact]
    public async Task ManyPings_AreAnsweredInOrder()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync([.. Enumerable.Range(0, 100).Select(number => RawFrame.Ping([(byte)number]))]);
        for (var i = 0; i < 100; i++)
        {
            (await client.ReadFrameAsync()).ShouldNotBeNull().Payload.ShouldBe([(byte)i]);
        }
    }

    [Fact]
    public async Task UnaskedPong_IsPassedOver()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Pong([]), RawFrame.Pong("any"u8.ToArray()), RawFrame.Text("next"));
        (await client.ReadTextAsync()).ShouldBe("next");
    }

    [Fact]
    public async Task AnyFrame_CountsAsHeard()
    {
        var clock = new Testing.ManualTimeProvider();
        await using var host = await WireHost.StartAsync(WireHost.Options with { Time = clock });
        using var client = await RawWebSocket.OpenAsync(host.Address);
        var connection = host.Sessions.Single().Connection;
        var start = connection.LastHeard;
        connection.CanSendDirectly.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(7));
        connection.LastHeard.ShouldBe(start);
        await client.SendAsync(RawFrame.Pong([]));
        await Testing.Eventually.TrueAsync(() => clock.GetElapsedTime(start, connection.LastHeard) == TimeSpan.FromSeconds(7));
        connection.CanSendDirectly.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(ValidCodes))]
    public async Task Close_WithAValidCode_IsAnsweredByIt(int code)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Close(code, "čau"u8.ToArray()));
        (await client.ReadCloseAndEndAsync()).ShouldBe(code);
        (await host.OnlySessionAsync()).Heard.ShouldBe([(WireMessageKind.Close, (ushort)code)]);
    }

    [Theory]
    [MemberData(nameof(InvalidCodes))]
    public async Task Close_WithAnInvalidCode_BreaksTheProtocol(int code) => await BreaksAsync(RawFrame.Close(code));

    [Fact]
    public async Task Close_WithoutABody_IsNormal()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Close([]));
        (await client.ReadCloseAndEndAsync()).ShouldBe(1000);
    }

    [Fact]
    public async Task Close_OfOneByte_BreaksTheProtocol() => await BreaksAsync(RawFrame.Close([3]));

    [Fact]
    public async Task Close_WithAReasonThatIsNotUtf8_BreaksTheProtocol() => await BreaksAsync(RawFrame.Close(1000, [0xC3, 0x28]));

    [Theory]
    [InlineData(123, true)]
    [InlineData(124, false)]
    public async Task Close_WithALongReason_IsReadUpToTheLimitOfAControlFrame(int length, bool allowed)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Close(1000, Encoding.ASCII.GetBytes(new string('r', length))));
        (await client.ReadCloseAndEndAsync()).ShouldBe(allowed ? 1000 : 1002);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task ControlFrame_TooLong_BreaksTheProtocol(int opcode) => await BreaksAsync(new RawFrame(opcode, new byte[126]));

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task ControlFrame_InFragments_BreaksTheProtocol(int opcode) => await BreaksAsync(new RawFrame(opcode, [], Final: false));

    [Fact]
    public async Task Close_WithinAFragmentedText_Closes()
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("begun", final: false), RawFrame.Close(1001));
        (await client.ReadCloseAndEndAsync()).ShouldBe(1001);
        (await host.OnlySessionAsync()).Heard.ShouldBe([(WireMessageKind.Close, (ushort)1001)]);
    }

    private static async Task BreaksAsync(RawFrame frame)
    {
        await using var host = await WireHost.StartAsync();
        using var client = await RawWebSocket.OpenAsync(host.Address);
        await client.SendAsync(RawFrame.Text("before"), frame);
        (await client.ReadTextAsync()).ShouldBe("before");
        (await client.ReadCloseAndEndAsync()).ShouldBe(1002);
        (await host.OnlySessionAsync()).Heard.Take(2).ShouldBe([(WireMessageKind.Text, (ushort)0), (WireMessageKind.Broken, (ushort)1002)]);
    }
}

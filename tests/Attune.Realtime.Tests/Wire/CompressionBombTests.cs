using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Alone, because it counts what the process allocates.</summary>
[Collection(nameof(CompressionBombTests))]
[CollectionDefinition(nameof(CompressionBombTests), DisableParallelization = true)]
public class CompressionBombTests
{
    [Fact]
    public async Task Bomb_IsTooBigWithoutBeingInflated()
    {
        const int limit = 4096;
        var bomb = RawFrame.Deflate(new byte[200_000_000]);
        bomb.Length.ShouldBeLessThan(1_000_000);
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = limit });
        using var client = await RawWebSocket.OpenAsync(host.Address, compression: true);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await client.WriteAsync(new RawFrame(1, bomb, Reserved: RawFrame.Rsv1).ToBytes());
        (await client.ReadCloseAsync()).ShouldBe(1009);
        // The frame itself is made here and goes through pools; the text would be 200 MB.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(50_000_000);
        await client.SendAsync(RawFrame.Close(1009));
        (await client.ReadFrameAsync()).ShouldBeNull();
        (await host.OnlySessionAsync()).Heard.ShouldBe([(WireMessageKind.TooBig, (ushort)0), (WireMessageKind.Close, (ushort)0)]);
    }
}

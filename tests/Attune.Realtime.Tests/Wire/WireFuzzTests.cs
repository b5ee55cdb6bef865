using Attune.Realtime.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Wire;

/// <summary>Whatever a client sends, its session ends in order and no error leaves it.</summary>
public class WireFuzzTests
{
    private static Gen<byte[]> Noise => Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

    /// <summary>Frames of any kind, mostly sound.</summary>
    private static Gen<byte[]> Frames =>
        from opcode in Gen.Frequency((6, Gen.Elements(0, 1, 8, 9, 10)), (1, Gen.Choose(0, 15)))
        from reserved in Gen.Frequency((8, Gen.Constant(0)), (3, Gen.Constant(RawFrame.Rsv1)), (1, Gen.Choose(0, 7)))
        from final in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from masked in Gen.Frequency((12, Gen.Constant(true)), (1, Gen.Constant(false)))
        from payload in Gen.OneOf(Noise, Gen.Elements("{}", "žluťoučký", "").Select(text => System.Text.Encoding.UTF8.GetBytes(text)))
        from deflate in Gen.Elements(true, false)
        select new RawFrame(opcode, deflate && reserved == RawFrame.Rsv1 ? RawFrame.Deflate(payload) : payload, final, reserved).ToBytes(masked);

    /// <summary>Some frames with some bytes changed, cut off, or put in.</summary>
    private static Gen<byte[]> Streams =>
        from frames in Frames.ListOf()
        let bytes = frames.SelectMany(frame => frame).ToArray()
        from changes in Gen.Choose(0, Math.Max(0, bytes.Length - 1)).Zip(Gen.Choose(0, 255)).ListOf()
        from mutate in Gen.Elements(true, false)
        from cut in Gen.Choose(0, bytes.Length)
        from end in Gen.Elements(cut, bytes.Length)
        select mutate ? Change(bytes, changes.Take(3))[..end] : bytes;

    [Fact]
    public async Task AnyBytes_EndTheSessionInOrder()
    {
        await using var host = await WireHost.StartAsync(WireHost.Options with { MaxMessageBytes = 64 });
        Prop.ForAll(Streams.ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (bytes, compression) => TryAsync(host, bytes, compression).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
        host.Sessions.Count.ShouldBeGreaterThanOrEqualTo(100);
    }

    private static async Task TryAsync(WireHost host, byte[] bytes, bool compression)
    {
        using var client = await RawWebSocket.OpenAsync(host.Address, compression);
        var session = host.Sessions.Last();
        await client.WriteAsync(bytes);
        client.HalfClose();
        while (await client.ReadFrameAsync() is { } frame)
        {
            frame.Final.ShouldBeTrue();
            frame.Opcode.ShouldBeOneOf(1, 8, 10);
        }

        await Testing.Eventually.TrueAsync(() => host.Open == 0);
        host.Errors.ShouldBeEmpty();
        session.Heard.Last().ShouldBeOneOf(
            [(WireMessageKind.Broken, WireMessage.Vanished), (WireMessageKind.Close, session.Heard.Last().CloseCode)]);
    }

    private static byte[] Change(byte[] bytes, IEnumerable<(int Position, int Value)> changes)
    {
        var changed = bytes.ToArray();
        foreach (var (position, value) in changes.Where(change => change.Position < bytes.Length))
        {
            changed[position] = (byte)value;
        }

        return changed;
    }
}

using System.Net;
using Attune.Realtime.Access;

namespace Attune.Realtime.Tests.Access;

public class AddressLimiterTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("fe80::1%1", "fe80::2%2", true)]
    public void TryEnter_OfTwoAddresses_CountsThoseOfOneNetworkTogether(string first, string second, bool together)
    {
        var limiter = new AddressLimiter(1);
        limiter.TryEnter(IPAddress.Parse(first)).ShouldBeTrue();
        limiter.TryEnter(IPAddress.Parse(second)).ShouldBe(!together);
    }

    [Fact]
    public void Leave_MakesRoomAndForgetsAddresses()
    {
        var limiter = new AddressLimiter(2);
        var address = IPAddress.Parse("::ffff:10.0.0.1");
        (limiter.TryEnter(address), limiter.TryEnter(address), limiter.TryEnter(address)).ShouldBe((true, true, false));
        limiter.Leave(IPAddress.Parse("10.0.0.1"));
        (limiter.TryEnter(address), limiter.TryEnter(address)).ShouldBe((true, false));
        limiter.Leave(address);
        limiter.Count.ShouldBe(1);
        limiter.Leave(address);
        limiter.Count.ShouldBe(0);
        limiter.Leave(address);
        (limiter.TryEnter(address), limiter.TryEnter(address), limiter.TryEnter(address)).ShouldBe((true, true, false));
    }

    [Fact]
    public void TryEnter_WithoutAnAddress_IsNotLimited()
    {
        var limiter = new AddressLimiter(1);
        (limiter.TryEnter(null), limiter.TryEnter(null)).ShouldBe((true, true));
        limiter.Leave(null);
        limiter.Count.ShouldBe(0);
    }

    [Fact]
    public async Task TryEnterAndLeave_FromManyThreads_NeverExceedTheLimitAndEndAtZero()
    {
        var limiter = new AddressLimiter(3);
        var inside = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                if (limiter.TryEnter(IPAddress.Loopback))
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref inside));
                    Interlocked.Decrement(ref inside);
                    limiter.Leave(IPAddress.Loopback);
                }
            }
        })));

        most.ShouldBeInRange(1, 3);
        limiter.Count.ShouldBe(0);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref place, value, seen);
        }
    }
}

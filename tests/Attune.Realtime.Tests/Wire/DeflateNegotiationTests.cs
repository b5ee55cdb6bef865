using Attune.Realtime.Wire;

namespace Attune.Realtime.Tests.Wire;

public class DeflateNegotiationTests
{
    private const string Plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("Permessage-Deflate")]
    [InlineData("permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=9")]
    [InlineData("permessage-deflate; client_max_window_bits=\"15\"")]
    [InlineData("permessage-deflate; client_max_window_bits=\"1\\5\"")]
    [InlineData("permessage-deflate;server_no_context_takeover ; client_no_context_takeover")]
    [InlineData("x-webkit-deflate-frame, permessage-deflate; client_max_window_bits")]
    [InlineData("other; title=\"a, b; permessage-deflate; unknown\", permessage-deflate")]
    [InlineData("permessage-deflate; server_max_window_bits=10, permessage-deflate")]
    [InlineData(", ,permessage-deflate")]
    public void Offer_ThatCanBeKept_IsTaken(string header) => DeflateNegotiation.Answer([header]).ShouldBe(Plain);

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits")]
    public void WindowOfTheServer_WhereItIsTheLargest_IsPromised(string header) => DeflateNegotiation.Answer([header]).ShouldBe($"{Plain}; server_max_window_bits=15");

    [Theory]
    [InlineData("")]
    [InlineData("x-other")]
    [InlineData("permessage-deflate; unknown")]
    [InlineData("permessage-deflate; client_max_window_bits; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=7")]
    [InlineData("permessage-deflate; client_max_window_bits=16")]
    [InlineData("permessage-deflate; client_max_window_bits=09")]
    [InlineData("permessage-deflate; client_max_window_bits=+9")]
    [InlineData("permessage-deflate; client_max_window_bits=")]
    [InlineData("permessage-deflate; client_max_window_bits=\"\"")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; server_max_window_bits=14")]
    [InlineData("permessage-deflate; server_no_context_takeover=true")]
    [InlineData("permessage-deflate; client_no_context_takeover=\"\"")]
    [InlineData("permessage-deflate; client_max_window_bits=\"15")]
    [InlineData("permessage-deflate; =15")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate server_no_context_takeover")]
    [InlineData("\"permessage-deflate\"")]
    public void Offer_ThatCannotBeKept_IsDeclined(string header) => DeflateNegotiation.Answer([header]).ShouldBeNull();

    [Fact]
    public void Offers_InSeveralHeaders_AreOneList()
    {
        DeflateNegotiation.Answer([null, "x-other", "permessage-deflate; unknown", "permessage-deflate"]).ShouldBe(Plain);
        DeflateNegotiation.Answer([]).ShouldBeNull();
    }
}

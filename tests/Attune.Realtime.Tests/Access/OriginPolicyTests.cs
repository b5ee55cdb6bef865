using Attune.Realtime.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Attune.Realtime.Tests.Access;

public class OriginPolicyTests
{
    private static bool Allows(StringValues origin, string host, params string[] allowed)
    {
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host) = ("http", new HostString(host));
        if (origin.Count > 0)
        {
            context.Request.Headers.Origin = origin;
        }

        return OriginPolicy.Allows(context.Request, allowed);
    }

    [Theory]
    [InlineData("http://feed.example", "feed.example", true)]
    [InlineData("http://FEED.example", "feed.Example", true)]
    [InlineData("http://feed.example:80", "feed.example", true)]
    [InlineData("https://feed.example", "feed.example", true)]
    [InlineData("http://feed.example:5000", "feed.example:5000", true)]
    [InlineData("http://[::1]:5000", "[::1]:5000", true)]
    [InlineData("http://feed.example:5001", "feed.example:5000", false)]
    [InlineData("http://feed.example", "feed.example:5000", false)]
    [InlineData("http://evil.example", "feed.example", false)]
    [InlineData("http://feed.example.evil.example", "feed.example", false)]
    [InlineData("http://feed.example@evil.example", "feed.example", false)]
    [InlineData("http://evil.example/feed.example", "feed.example", false)]
    [InlineData("null", "feed.example", false)]
    [InlineData("file://", "feed.example", false)]
    [InlineData("", "feed.example", false)]
    [InlineData("feed.example", "feed.example", false)]
    [InlineData("javascript:alert(1)", "feed.example", false)]
    [InlineData("http://feed.example", "", false)]
    public void Allows_WithoutAList_TheSameOriginOnly(string origin, string host, bool expected) => Allows(origin, host).ShouldBe(expected);

    [Theory]
    [InlineData("https://app.example", "https://app.example", true)]
    [InlineData("https://app.example", "HTTPS://App.Example:443", true)]
    [InlineData("https://app.example", "https://app.example/", true)]
    [InlineData("https://xn--bcher-kva.example", "https://bücher.example", true)]
    [InlineData("https://app.example:8443", "https://app.example:8443", true)]
    [InlineData("http://app.example", "https://app.example", false)]
    [InlineData("https://app.example:8443", "https://app.example", false)]
    [InlineData("https://sub.app.example", "https://app.example", false)]
    [InlineData("null", "https://app.example", false)]
    [InlineData("null", "null", false)]
    [InlineData("null", "*", true)]
    [InlineData("anything at all", "*", true)]
    [InlineData("chrome-extension://abcdef", "chrome-extension://abcdef", true)]
    [InlineData("https://app.example", "app.example", false)]
    public void Allows_WithAList_ItsOriginsExactly(string origin, string allowed, bool expected) =>
        Allows(origin, "feed.example", "https://other.example", allowed).ShouldBe(expected);

    [Theory]
    [InlineData("", false)]
    [InlineData(" https://other.example ,,https://app.example", true)]
    [InlineData("https://other.example", false)]
    [InlineData("*", true)]
    public void Allows_ByOptions_ReadsTheirList(string allowed, bool expected)
    {
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host, context.Request.Headers.Origin) = ("http", new HostString("feed.example"), "https://app.example");
        OriginPolicy.Allows(context.Request, new RealtimeOptions { AllowedOrigins = allowed }).ShouldBe(expected);
    }

    [Fact]
    public void Allows_NoOrigin_IsNoBrowser() => Allows(StringValues.Empty, "feed.example").ShouldBeTrue();

    [Fact]
    public void Allows_TwoOrigins_IsRefused() => Allows(new StringValues(["http://feed.example", "http://feed.example"]), "feed.example").ShouldBeFalse();

    [Theory]
    [InlineData("*", true)]
    [InlineData("https://app.example", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("https://app.example/page", false)]
    [InlineData("https://app.example?x", false)]
    [InlineData("https://*.example", false)]
    [InlineData("app.example", false)]
    [InlineData("/app", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsValid_SaysWhatAListMayHold(string? origin, bool expected) => OriginPolicy.IsValid(origin).ShouldBe(expected);
}

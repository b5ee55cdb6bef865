using Attune.Streaming.Mail.Headers;

namespace Attune.Streaming.Tests.Mail.Headers;

public class SenderAddressTests
{
    [Theory]
    [InlineData("Ann <ann@Example.ORG>", "example.org")]
    [InlineData("ann@example.org (Ann at home@work)", "example.org")]
    [InlineData("\"me@wrong.example\" <ann@example.org>", "example.org")]
    [InlineData("\"unclosed <ann@example.org>", "example.org")]
    [InlineData("<ann@example.org", "example.org")]
    [InlineData("a@b@example.org", "example.org")]
    [InlineData("a@example.org, b@other.example", "example.org")]
    [InlineData("ann@[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("nobody", "")]
    [InlineData("", "")]
    [InlineData("@", "")]
    public void DomainOf_WrittenForms_TakesTheAddress(string value, string domain) => SenderAddress.DomainOf(value).ShouldBe(domain);
}

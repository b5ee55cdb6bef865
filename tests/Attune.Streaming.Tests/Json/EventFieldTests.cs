using Attune.Streaming.Json;

namespace Attune.Streaming.Tests.Json;

public class EventFieldTests
{
    private static readonly DateTime Latest = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("2002-08-22T12:36:23Z", "2002-08-22T12:36:23.0000000Z")]
    [InlineData("2002-08-22T12:36:23", "2002-08-22T12:36:23.0000000Z")]
    [InlineData("2002-08-22 12:36:23", "2002-08-22T12:36:23.0000000Z")]
    [InlineData("2002-08-22T12:36:23.5Z", "2002-08-22T12:36:23.5000000Z")]
    [InlineData("2002-08-22T12:36:23.1234567Z", "2002-08-22T12:36:23.1234567Z")]
    [InlineData("2002-08-22T12:36:23+02:00", "2002-08-22T10:36:23.0000000Z")]
    [InlineData("2002-08-22T12:36:23-09:30", "2002-08-22T22:06:23.0000000Z")]
    [InlineData("2002-08-22T12:36Z", "2002-08-22T12:36:00.0000000Z")]
    [InlineData("2002-08-22", "2002-08-22T00:00:00.0000000Z")]
    [InlineData("2000-02-29T00:00:00Z", "2000-02-29T00:00:00.0000000Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("2030-01-01T00:00:00Z", "2030-01-01T00:00:00.0000000Z")]
    [InlineData("2030-01-01T01:00:00+01:00", "2030-01-01T00:00:00.0000000Z")]
    public void Timestamp_Iso8601_IsReadAsUtc(string text, string expected)
    {
        EventField.Timestamp(text, Latest, out var value).ShouldBeNull();
        value.ToString("O").ShouldBe(expected);
        value.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 2002-08-22")]
    [InlineData("2002-08-22T12:36:23Z ")]
    [InlineData("2002-8-2")]
    [InlineData("22.08.2002")]
    [InlineData("08/22/2002")]
    [InlineData("2002-02-29T00:00:00Z")]
    [InlineData("2002-13-01T00:00:00Z")]
    [InlineData("2002-08-32")]
    [InlineData("2002-08-22T24:00:00Z")]
    [InlineData("2002-08-22T12:60:00Z")]
    [InlineData("2002-08-22T12:36:60Z")]
    [InlineData("2002-08-22T12:36:23+99:00")]
    [InlineData("2002-08-22T12:36:23 Europe/Berlin")]
    [InlineData("20020822T123623Z")]
    [InlineData("1030019783")]
    [InlineData("\u0662\u0660\u0660\u0662-08-22")]
    public void Timestamp_AnythingElse_IsRefused(string text) => EventField.Timestamp(text, Latest, out _).ShouldNotBeNull().ShouldContain("ISO 8601");

    [Theory]
    [InlineData("1969-12-31T23:59:59.9999999Z")]
    [InlineData("1970-01-01T00:59:59+01:00")]
    [InlineData("0001-01-01")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("2030-01-01T00:00:00.0000001Z")]
    [InlineData("2030-01-01T00:00:00-00:01")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Timestamp_OutsideTheRange_NamesTheRange(string text) =>
        EventField.Timestamp(text, Latest, out _).ShouldNotBeNull().ShouldContain("1970-01-01T00:00:00Z..2030-01-01T00:00:00Z");

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("2001:DB8:0:0:0:0:0:5", "2001:db8::5")]
    [InlineData("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("::FFFF:192.0.2.7", "::ffff:192.0.2.7")]
    [InlineData("::ffff:c000:207", "::ffff:192.0.2.7")]
    public void SourceIp_Address_IsMadeCanonical(string text, string expected)
    {
        EventField.SourceIp(text, out var canonical).ShouldBeNull();
        canonical.ShouldBe(expected);
        EventField.SourceIp(canonical, out var again).ShouldBeNull();
        again.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("3221225991")]
    [InlineData("10.1")]
    [InlineData("10.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.01")]
    [InlineData("256.1.1.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData("1..2.3")]
    [InlineData("-1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4:80")]
    [InlineData("1.2.3.4/24")]
    [InlineData("1.2.3.4%1")]
    [InlineData("1.2.3.4%eth0")]
    [InlineData("\u0661.2.3.4")]
    [InlineData("localhost")]
    [InlineData("mx.example.org")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2::3")]
    [InlineData("12345::")]
    [InlineData("g::1")]
    [InlineData("::1 ")]
    [InlineData("::1/64")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%1")]
    [InlineData("fe80::1%lo")]
    [InlineData("::ffff:256.0.0.1")]
    [InlineData("::ffff:010.0.0.1")]
    public void SourceIp_AnythingElse_IsRefused(string text)
    {
        EventField.SourceIp(text, out var canonical).ShouldNotBeNull().ShouldContain("is not an IPv4 or IPv6 address");
        canonical.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("2048", 2048)]
    [InlineData("9007199254740992", 9_007_199_254_740_992)]
    public void Bytes_WholeNumberInRange_IsRead(string text, long expected)
    {
        EventField.Bytes(text, out var value).ShouldBeNull();
        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("0x10")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999999999")]
    public void Bytes_AnythingElse_NamesTheRange(string text) =>
        EventField.Bytes(text, out _).ShouldNotBeNull().ShouldContain("whole number in the allowed range 0..9007199254740992");

    [Theory]
    [InlineData("esmtp", "ESMTP")]
    [InlineData("TCP/6", "TCP/6")]
    [InlineData("HTTP-2+tls_1.3", "HTTP-2+TLS_1.3")]
    public void Protocol_Name_IsUpperCase(string text, string expected)
    {
        EventField.Protocol(text, out var value).ShouldBeNull();
        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("<b>")]
    [InlineData("pr\u00f6to")]
    [InlineData("a\n")]
    public void Protocol_AnythingElse_IsRefused(string text) => EventField.Protocol(text, out _).ShouldNotBeNull().ShouldContain("protocol name");

    [Theory]
    [InlineData("", true)]
    [InlineData("mx.example.org", true)]
    [InlineData("2001:db8::5", true)]
    [InlineData("m\u00fcnchen.example", true)]
    [InlineData("a b", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\n", false)]
    public void Destination_MayBeAnyNameWithoutSpaces(string text, bool isAllowed) => (EventField.Destination(text, out _) is null).ShouldBe(isAllowed);

    [Fact]
    public void EveryRule_LongText_IsCutInItsMessage()
    {
        var text = new string('z', 10_000);
        EventField.Timestamp(text, Latest, out _).ShouldNotBeNull().Length.ShouldBeLessThan(300);
        EventField.SourceIp(text, out _).ShouldNotBeNull().Length.ShouldBeLessThan(300);
        EventField.Destination(text, out _).ShouldNotBeNull().Length.ShouldBeLessThan(300);
        EventField.Bytes(text, out _).ShouldNotBeNull().Length.ShouldBeLessThan(300);
        EventField.Protocol(text, out _).ShouldNotBeNull().Length.ShouldBeLessThan(300);
    }
}

using Attune.Streaming.Mail.Received;

namespace Attune.Streaming.Tests.Mail.Received;

public class ReceivedLineTests
{
    private const string At = "; Thu, 22 Aug 2002 08:17:21 -0400";

    [Theory]
    [InlineData("from a.example (b.example [192.0.2.7]) by mx.example.org (8.9.3/8.9.3) with ESMTP id KAA01 for <u@example.org>", "192.0.2.7", "mx.example.org", "ESMTP")]
    [InlineData("from a.example (b.example [192.0.2.7] (may be forged))\n\tby mx.example.org (8.11.6/8.11.6) with SMTP id g7", "192.0.2.7", "mx.example.org", "SMTP")]
    [InlineData("from a.example (unknown [192.0.2.7])\r\n\tby MX.Example.ORG (Postfix) with ESMTP id 136B943C32", "192.0.2.7", "mx.example.org", "ESMTP")]
    [InlineData("from unknown (HELO desk) (192.0.2.7) by mx.example.org with SMTP", "192.0.2.7", "mx.example.org", "SMTP")]
    [InlineData("from unknown (HELO 10.0.0.9) (someone@192.0.2.7 with login) by mx.example.org with SMTP", "192.0.2.7", "mx.example.org", "SMTP")]
    [InlineData("from unknown (HELO [10.0.0.9]) ([192.0.2.7]) (envelope-sender <u@example.org>) by 0 (qmail-ldap-1.03) with SMTP for <u@example.org>", "192.0.2.7", "0", "SMTP")]
    [InlineData("from [192.0.2.7] (helo=desk.example) by mx.example.org with esmtp (Exim 3.35 #1 (Debian)) id 17htxj-0008Ad-00", "192.0.2.7", "mx.example.org", "ESMTP")]
    [InlineData("from desk.example ([192.0.2.7] helo=10.1.1.1) by mx.example.org with asmtp (Exim 3.35 #6) id 17i3Uv-0007Lj-00", "192.0.2.7", "mx.example.org", "ESMTPA")]
    [InlineData("from 10.3.3.3 ([192.0.2.7]) by mx.example.org with Microsoft SMTPSVC(5.0.2195.2966)", "192.0.2.7", "mx.example.org", "SMTP")]
    [InlineData("from desk (desk [192.0.2.7]) by HUB1 with Internet Mail Service (5.5.2653.19) id R2N9ALQL", "192.0.2.7", "hub1", "SMTP")]
    [InlineData("from mail.example [192.0.2.7] by localhost with IMAP (fetchmail-5.9.0) for u@localhost (single-drop)", "192.0.2.7", "localhost", "IMAP")]
    [InlineData("from mail.example [192.0.2.7] by localhost with POP3 (fetchmail-5.9.0)", "192.0.2.7", "localhost", "POP3")]
    [InlineData("from gate.example ([192.0.2.7]) by notes1.example.com (Lotus Domino Release 5.0.8) with ESMTP id 2002082208172145:1459 ", "192.0.2.7", "notes1.example.com", "ESMTP")]
    [InlineData("from [192.0.2.7] by web7.example.com via HTTP", "192.0.2.7", "web7.example.com", "HTTP")]
    [InlineData("from unknown(192.0.2.7) by gw.example.org via smap (V2.0) id xma002668", "192.0.2.7", "gw.example.org", "SMTP")]
    [InlineData("from [192.0.2.7] by n7.example.com with NNFMP", "192.0.2.7", "n7.example.com", "NNFMP")]
    [InlineData("from root by list.example.org with local (Exim [192.0.2.9])", null, "list.example.org", "LOCAL")]
    [InlineData("by [192.0.2.9] with QMQP", null, "192.0.2.9", "QMQP")]
    [InlineData("from a.example by mx.example.org ([192.0.2.9]) with LMTP", null, "mx.example.org", "LMTP")]
    [InlineData("from u@example.org by mx with qmail-scanner-1.10 (avp: clean. 1.2.3.4)", null, "mx", "UNKNOWN")]
    [InlineData("(qmail 50842 messnum 34651 invoked from network[192.0.2.7/dial.example.net])", "192.0.2.7", "", "UNKNOWN")]
    [InlineData("(qmail 11764 invoked from network)", null, "", "UNKNOWN")]
    [InlineData("from six.example (six.example [IPv6:2001:0DB8:0:0:0:0:0:1]) by mx.example.org with ESMTP", "2001:db8::1", "mx.example.org", "ESMTP")]
    [InlineData("from four.example (four.example [::ffff:192.0.2.7]) by mx.example.org with ESMTP", "192.0.2.7", "mx.example.org", "ESMTP")]
    [InlineData("from a.example (192.0.2.7:1146) by mx.example.org with SMTP", "192.0.2.7", "mx.example.org", "SMTP")]
    [InlineData("from dial-10.1.2.3.example.net by mx.example.org with SMTP", null, "mx.example.org", "SMTP")]
    [InlineData("from 192.0.2.7 by mx.example.org with SMTP", "192.0.2.7", "mx.example.org", "SMTP")]
    [InlineData("by mx.example.org via ESMTP from a.example ([192.0.2.7]) id BAA14187", "192.0.2.7", "mx.example.org", "ESMTP")]
    [InlineData("FROM a.example ([192.000.002.007]) BY mx.example.org WITH esmtps", "192.0.2.7", "mx.example.org", "ESMTPS")]
    [InlineData("from a.example ((unclosed [192.0.2.7] by mx.example.org with HTTP", "192.0.2.7", "mx.example.org", "HTTP")]
    public void Read_RealForms_TakesSourceHostAndProtocol(string line, string? source, string destination, string protocol)
    {
        var hop = ReceivedLine.Read(line + At);

        hop.SourceIp.ShouldBe(source);
        hop.Destination.ShouldBe(destination);
        hop.Protocol.ShouldBe(protocol);
        hop.Date.ShouldBe(new DateTime(2002, 8, 22, 12, 17, 21, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("from x (201.357.369.35) by y")]
    [InlineData("from 192.0.2.7 (x [192.0.2.256]) by y")]
    [InlineData("from x ([IPv6:zz::1]) by y")]
    public void Read_MalformedRecordedAddress_IsBadAndNoWeakerOneIsBelieved(string line)
    {
        var hop = ReceivedLine.Read(line + At);

        hop.SourceIp.ShouldBeNull();
        hop.HasBadSourceIp.ShouldBeTrue();
    }

    [Theory]
    [InlineData("from a ([192.0.2.7]) by b with ESMTP id bu207z82 Tue, 27 Aug 2002 11:55:48 -0700 (PDT)")]
    [InlineData("from a ([192.0.2.7]) by b (1.61/SMTPD) at Tue, 27 Aug 02 11:55:48 PDT")]
    [InlineData("from a ([192.0.2.7]) by b (scanned; clean);; Tue, 27 Aug 2002 11:55: 48 -0700")]
    public void Read_DateWithoutItsSemicolon_IsFound(string line) =>
        ReceivedLine.Read(line).Date.ShouldBe(new DateTime(2002, 8, 27, 18, 55, 48, DateTimeKind.Utc));

    [Theory]
    [InlineData("from a ([192.0.2.7]); by", "")]
    [InlineData("from a ([192.0.2.7]); by mx.example.org", "mx.example.org")]
    public void Read_ByAfterTheLastSemicolon_IsStillTheDestination(string line, string destination)
    {
        var hop = ReceivedLine.Read(line);

        hop.Destination.ShouldBe(destination);
        hop.Date.ShouldBeNull();
    }
}

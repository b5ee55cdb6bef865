using System.Globalization;
using Attune.Streaming.Mail.Dates;

namespace Attune.Streaming.Tests.Mail.Dates;

public class MailDateTests
{
    [Theory]
    [InlineData("Thu, 22 Aug 2002 08:17:21 -0400 (EDT)", "2002-08-22T12:17:21")]
    [InlineData("22 Aug 2002 08:17:21 -0000", "2002-08-22T08:17:21")]
    [InlineData("Thu,  1 Aug 02 8:07:21 GMT", "2002-08-01T08:07:21")]
    [InlineData("Mon, 02 Sep 2002 01:07:29 -08:00", "2002-09-02T09:07:29")]
    [InlineData("Wed, 27 Jun 2001 3:36:25 -400 (EDT)", "2001-06-27T07:36:25")]
    [InlineData("Tue, 08 Oct 2002 23:51:52 CEST", "2002-10-08T21:51:52")]
    [InlineData("Tue, 08 Oct 2002 23:51:52 EST", "2002-10-09T04:51:52")]
    [InlineData("Tue, 08 Oct 2002 23:51:52 UT", "2002-10-08T23:51:52")]
    [InlineData("Tue, 08 Oct 2002 23:51:52 MET DST", "2002-10-08T21:51:52")]
    [InlineData("Tue, 08 Oct 2002 23:51:52 GMT+0200", "2002-10-08T21:51:52")]
    [InlineData("Tue, 08 Oct 2002 23:51:52 Nowhere", "2002-10-08T23:51:52")]
    [InlineData("5 Aug 2002 18:30:50 +0900(KST)", "2002-08-05T09:30:50")]
    [InlineData("Sat Jul 20 23:23:40 2002", "2002-07-20T23:23:40")]
    [InlineData("Thu, 08 Aug 2002 07:36:13 2000", "2002-08-08T07:36:13")]
    [InlineData("Aug, 22 2002 8:02:13 PM +0400", "2002-08-22T16:02:13")]
    [InlineData("Aug, 22 2002 12:02:13 a.m. -0000", "2002-08-22T00:02:13")]
    [InlineData("Fri, 02 Aug 2002 03:19: 59 -0500", "2002-08-02T08:19:59")]
    [InlineData("01/08/2002 13:09:58", "2002-08-01T13:09:58")]
    [InlineData("08/22/2002 13:09:58", "2002-08-22T13:09:58")]
    [InlineData("2002-08-22T13:09:58.25Z", "2002-08-22T13:09:58")]
    [InlineData("22-Aug-2002 13:09:58 +0530", "2002-08-22T07:39:58")]
    [InlineData("Thu (a comment (nested)), 22 (x) Aug 2002 13:09 +0100", "2002-08-22T12:09:00")]
    [InlineData("Tue, 31 Dec 98 23:59:60 +0000", "1998-12-31T23:59:59")]
    [InlineData("1 Jan 102 00:00:00 +0000", "2002-01-01T00:00:00")]
    public void TryParse_WrittenForms_GivesUtc(string text, string expected)
    {
        MailDate.TryParse(text, out var utc).ShouldBeTrue();

        utc.ShouldBe(DateTime.Parse(expected, CultureInfo.InvariantCulture));
        utc.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("Thu, 31 Feb 2002 08:17:21 +0000")]
    [InlineData("Thu, 22 Aug 2002 24:17:21 +0000")]
    [InlineData("Thu, 22 Aug 2002 08:77 +0000")]
    [InlineData("Thu, 22 Aug 2002")]
    [InlineData("22 Aug 99999 08:17:21")]
    [InlineData("01 Jan 0001 00:00:00 +2300")]
    [InlineData("99999999999999999999 Aug 2002 08:17:21")]
    public void TryParse_NoDate_IsRejected(string text) => MailDate.TryParse(text, out _).ShouldBeFalse();
}

using System.Net;
using Attune.Events;
using Attune.Streaming.Mail;

namespace Attune.Streaming.Tests.Mail;

/// <summary>What holds for every result, whatever the text.</summary>
internal static class MailLaws
{
    public static void Check(ParsedMail mail)
    {
        var receivedLetters = mail.DeadLetters.Count(letter => letter.Position.StartsWith(ParsedMail.ReceivedPosition, StringComparison.Ordinal));
        mail.ReceivedLines.ShouldBe(mail.Flows.Count + receivedLetters);
        mail.DeadLetters.ShouldAllBe(letter => letter.Content.Length <= DeadLetter.MaxContentLength && letter.Reason.Length > 0);
        (mail.DeliveredAt is null or { Kind: DateTimeKind.Utc }).ShouldBeTrue();
        (mail.Text is null).ShouldBe(mail.DeliveredAt is null);
        foreach (var flow in mail.Flows)
        {
            IPAddress.TryParse(flow.SourceIp, out var address).ShouldBeTrue(flow.SourceIp);
            address!.ToString().ShouldBe(flow.SourceIp);
            flow.Timestamp.Kind.ShouldBe(DateTimeKind.Utc);
            flow.Timestamp.Year.ShouldBeGreaterThanOrEqualTo(1980);
            flow.Bytes.ShouldBeGreaterThanOrEqualTo(0);
            flow.Protocol.ShouldBe(flow.Protocol.ToUpperInvariant());
        }
    }
}

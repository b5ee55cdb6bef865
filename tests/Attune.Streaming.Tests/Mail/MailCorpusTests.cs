using Attune.Streaming.Mail;

namespace Attune.Streaming.Tests.Mail;

public class MailCorpusTests
{
    [SkippableFact]
    public void Parse_SpamAssassinCorpus_GivesTheMeasuredCounts()
    {
        var root = MailCorpus.Find();
        Skip.If(root is null, MailCorpus.Missing);
        var parser = new MailParser();

        var mails = MailCorpus.Read(root).Select(parser.Parse).ToList();

        mails.Count.ShouldBe(6046);
        mails.Count(mail => mail is { IsParsed: true, Text: not null }).ShouldBe(6046);
        mails.Count(mail => mail.Text!.IsSpam).ShouldBe(1896);
        mails.Sum(mail => mail.ReceivedLines).ShouldBe(32585);
        mails.Sum(mail => mail.Flows.Count).ShouldBe(28976);
        mails.SelectMany(mail => mail.DeadLetters).CountBy(letter => letter.Reason, StringComparer.Ordinal).ToDictionary().ShouldBe(
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                [MailDeadLetterReasons.NoSourceIp] = 3511,
                [MailDeadLetterReasons.ImplausibleDate] = 95,
                [MailDeadLetterReasons.BadDate] = 2,
                [MailDeadLetterReasons.BadSourceIp] = 1,
            },
            ignoreOrder: true);
        mails.SelectMany(mail => mail.Flows).DistinctBy(flow => flow.SourceIp, StringComparer.Ordinal).Count().ShouldBe(4596);
        mails.Count(mail => mail.DeliveredAt is { Year: 2001 or 2002 }).ShouldBe(6046);
        mails.SelectMany(mail => mail.Flows.Select(flow => flow.Id).Concat(mail.DeadLetters.Select(letter => letter.Id)).Append(mail.Text!.Id))
            .Distinct().Count().ShouldBe(28976 + 3609 + 6046);
        mails.ForEach(MailLaws.Check);
    }
}

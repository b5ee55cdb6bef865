using Attune.Events;
using Attune.Streaming.Mail;

namespace Attune.Streaming.Tests.Mail;

public class MailParserTests
{
    private static readonly MailParser Parser = new();

    [Fact]
    public void Parse_TwoHops_YieldsFlowsTextAndDelivery()
    {
        var input = new MailInput("box/1.eml", MailSamples.TwoHops, "ham");

        var mail = Parser.Parse(input);

        mail.IsParsed.ShouldBeTrue();
        mail.ReceivedLines.ShouldBe(3);
        mail.DeliveredAt.ShouldBe(new DateTime(2002, 8, 22, 12, 17, 21, DateTimeKind.Utc));
        mail.Flows.Select(flow => (flow.SourceIp, flow.Destination, flow.Protocol, flow.MessageId)).ShouldBe(
        [
            ("192.0.2.7", "mx.example.org", "ESMTP", "m1@example.net"),
            ("198.51.100.4", "out.example.net", "SMTP", "m1@example.net"),
        ]);
        mail.Flows[0].Bytes.ShouldBe(MailSamples.TwoHops.Length - MailSamples.Envelope.Length);
        var letter = mail.DeadLetters.ShouldHaveSingleItem();
        letter.ShouldSatisfyAllConditions(
            () => letter.Reason.ShouldBe(MailDeadLetterReasons.NoSourceIp),
            () => letter.Position.ShouldBe("header Received #3, line 8"),
            () => letter.Origin.ShouldBe("box/1.eml"),
            () => letter.Content.ShouldStartWith("Received: (qmail"));
        var text = mail.Text.ShouldNotBeNull();
        text.ShouldSatisfyAllConditions(
            () => text.Timestamp.ShouldBe(mail.DeliveredAt!.Value),
            () => text.SenderDomain.ShouldBe("example.net"),
            () => text.Subject.ShouldBe("Lunch?"),
            () => text.Body.ShouldBe("At noon."),
            () => text.Label.ShouldBe("ham"),
            () => text.MessageId.ShouldBe("m1@example.net"));
    }

    [Fact]
    public void Parse_SameInputTwice_GivesSameIdsAndOtherInputOthers()
    {
        var first = Ids(Parser.Parse(new MailInput("a", MailSamples.TwoHops)));

        Ids(Parser.Parse(new MailInput("a", MailSamples.TwoHops))).ShouldBe(first);
        first.Distinct().Count().ShouldBe(first.Count);
        Ids(Parser.Parse(new MailInput("b", MailSamples.TwoHops))).Intersect(first).ShouldBeEmpty();
        Ids(Parser.Parse(new MailInput("a", MailSamples.TwoHops + "."))).Intersect(first).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("just some words\nand more of them\n\nno mail")]
    public void Parse_NoHeader_IsNotParsedAndSaysSoOnce(string text)
    {
        var mail = Parser.Parse(new MailInput("x", text));

        mail.IsParsed.ShouldBeFalse();
        mail.Text.ShouldBeNull();
        mail.DeadLetters.ShouldHaveSingleItem().Reason.ShouldBe(MailDeadLetterReasons.NoHeader);
    }

    [Fact]
    public void Parse_BrokenHeaderLines_AreKeptAsDeadLettersAndReadingGoesOn()
    {
        var mail = Parser.Parse(new MailInput("x", "Subject: a\nno colon here\nnor here\n either\nDATE : 22 Aug 2002 08:17:21 GMT\nalone\n\nbody"));

        mail.DeadLetters.Select(letter => (letter.Reason, letter.Position)).ShouldBe(
            [(MailDeadLetterReasons.BadHeaderLine, "header lines 2-4"), (MailDeadLetterReasons.BadHeaderLine, "header line 6")]);
        mail.Text.ShouldNotBeNull().Subject.ShouldBe("a");
        mail.DeliveredAt.ShouldBe(new DateTime(2002, 8, 22, 8, 17, 21, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("; Thu, 22 Aug 2002 08:17:21 GMT", null)]
    [InlineData("; Thu, 22 Aug 0102 08:17:21 GMT", MailDeadLetterReasons.ImplausibleDate)]
    [InlineData("; Thu, 22 Aug 2019 08:17:21 GMT", MailDeadLetterReasons.ImplausibleDate)]
    [InlineData("; Thu, 22 Aug 2001 08:17:21 GMT", MailDeadLetterReasons.ImplausibleDate)]
    [InlineData("; yesterday", MailDeadLetterReasons.BadDate)]
    [InlineData(";", MailDeadLetterReasons.NoDate)]
    public void Parse_HopDate_HasItsOwnReason(string date, string? reason)
    {
        var text = "Received: from a ([192.0.2.1]) by b; Thu, 22 Aug 2002 10:00:00 GMT\nReceived: from c ([192.0.2.2]) by a" + date
            + "\nDate: 22 Aug 2002 08:00:00 GMT\n\nx";

        var mail = Parser.Parse(new MailInput("x", text));

        mail.DeadLetters.SingleOrDefault()?.Reason.ShouldBe(reason);
        mail.Flows.Count.ShouldBe(reason is null ? 2 : 1);
    }

    [Fact]
    public void Parse_BrokenClockOnTop_IsNotTheDelivery()
    {
        const string text = "Received: from a ([192.0.2.1]) by b; Tue, 1 Jan 2019 10:00:00 GMT\nReceived: from c ([192.0.2.2]) by a; 22 Aug 2002 10:00:00 GMT\nDate: 22 Aug 2002 08:00:00 GMT\n\nx";

        var mail = Parser.Parse(new MailInput("x", text));

        mail.DeliveredAt.ShouldBe(new DateTime(2002, 8, 22, 10, 0, 0, DateTimeKind.Utc));
        mail.DeadLetters.ShouldHaveSingleItem().Reason.ShouldBe(MailDeadLetterReasons.ImplausibleDate);
    }

    [Theory]
    [InlineData("Date: Thu, 22 Aug 2002 08:17:21 +0000\n\nx", 8)]
    [InlineData("From a@b.example Thu Aug 22 09:17:21 2002\nSubject: s\n\nx", 9)]
    public void Parse_NoReceived_TakesDateThenEnvelope(string text, int hour) =>
        Parser.Parse(new MailInput("x", text)).DeliveredAt.ShouldBe(new DateTime(2002, 8, 22, hour, 17, 21, DateTimeKind.Utc));

    [Fact]
    public void Parse_NoDateAtAll_HasNoTextAndSaysWhy()
    {
        var mail = Parser.Parse(new MailInput("x", "Subject: s\n\nx"));

        mail.IsParsed.ShouldBeTrue();
        mail.Text.ShouldBeNull();
        mail.DeadLetters.ShouldHaveSingleItem().Reason.ShouldBe(MailDeadLetterReasons.NoDeliveryDate);
    }

    [Fact]
    public void Parse_LongContent_IsCutInDeadLetter()
    {
        var mail = Parser.Parse(new MailInput("x", "Received: " + new string('y', 5000) + "\nDate: 22 Aug 2002 08:00:00 GMT\n\nx"));

        mail.DeadLetters.ShouldHaveSingleItem().Content.Length.ShouldBe(DeadLetter.MaxContentLength);
    }

    [Theory]
    [InlineData(MailTextForm.Bytes, 14)]
    [InlineData(MailTextForm.Characters, 15)]
    public void Parse_Size_CountsBytesOfTheForm(MailTextForm form, int tail)
    {
        const string hop = "Received: from a ([192.0.2.1]) by b; 22 Aug 2002 10:00:00 GMT\n\n";

        Parser.Parse(new MailInput("x", hop + "0123456789é\uFFFD12", Form: form)).Flows.ShouldHaveSingleItem().Bytes.ShouldBe(hop.Length + tail);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(36501, 2)]
    [InlineData(60, -1)]
    public void Constructor_OptionOutOfRange_Throws(int transit, int ahead) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new MailParser(new MailParserOptions { MaxTransitDays = transit, MaxClockAheadDays = ahead }));

    private static List<EventId> Ids(ParsedMail mail) =>
        [.. mail.Flows.Select(flow => flow.Id), .. mail.DeadLetters.Select(letter => letter.Id), mail.Text!.Id];
}

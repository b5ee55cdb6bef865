using System.Text;
using Attune.Streaming.Mail;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Mail;

public class MailFuzzTests
{
    private const int BigLength = 2_000_000;

    private static readonly MailParser Parser = new();

    [Fact]
    public void Parse_AnyString_KeepsTheLaws() =>
        Prop.ForAll<string?, bool>((text, isBytes) => ParseChecked(text ?? string.Empty, isBytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Parse_AnyHeaderValueAndBody_KeepsTheLaws() =>
        Prop.ForAll<string?, string?, bool>((value, body, isBytes) =>
            ParseChecked($"Received: {value}\nReceived: from {value} ([192.0.2.1]) by {body}; {value}\nFrom: {body}\nSubject: =?{value}?Q?{body}?=\nDate: 1 Jan 2002 10:00:00 {value}\n"
                + $"Content-Type: multipart/mixed; boundary={value}\n\n--{value}\nContent-Type: text/html; charset={body}\n\n<{body}&{value}", isBytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Parse_MutatedMessages_KeepTheLaws()
    {
        var seeds = MailCorpus.Find() is { } root ? [.. MailSamples.All, .. MailCorpus.Read(root, each: 40).Select(input => input.Text)] : MailSamples.All;
        Prop.ForAll<int, bool>((seed, isBytes) => ParseChecked(Mutate(seeds, new Random(seed)), isBytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("Received: ", "(")]
    [InlineData("Received: ", ")")]
    [InlineData("Received: ", "(a) (")]
    [InlineData("Received: from ", "[")]
    [InlineData("Received: from ", "1.2.3.4 ")]
    [InlineData("Received: from ", "1:")]
    [InlineData("Received: by x; ", "Mon, 1 Jan ")]
    [InlineData("Received: ", "Mon, ((")]
    [InlineData("", "Received: from a ([192.0.2.1]) by b; 1 Jan 2002 10:00:00 GMT\n")]
    [InlineData("", "broken\nA: b\n")]
    [InlineData("Subject: ", "=?")]
    [InlineData("Subject: ", "=?a?Q?")]
    [InlineData("Subject: ", "=?utf-8?B?w6?= ")]
    [InlineData("From: ", "@")]
    [InlineData("From: ", "\"<(")]
    [InlineData("Content-Type: text/html\n\n", "<")]
    [InlineData("Content-Type: text/html\n\n", "<!--")]
    [InlineData("Content-Type: text/html\n\n", "<a \"='>\"")]
    [InlineData("Content-Type: text/html\n\n", "<a b=\">\"")]
    [InlineData("Content-Type: text/html\n\n", "<a b='>\n")]
    [InlineData("Content-Type: text/html\n\n", "<script>")]
    [InlineData("Content-Type: text/html\n\n", "&#")]
    [InlineData("Content-Type: text/html\n\n", "&aaaaaaaaaa")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\n", "=\t")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\n", "\u00e9=")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=-\n\n", "-")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\n\n", "--b\nContent-Type: multipart/alternative; boundary=b\n\n")]
    [InlineData("", "Content-Type: message/rfc822\n\n")]
    public void Parse_BigMonotonousText_Finishes(string head, string unit)
    {
        var text = new StringBuilder(head);
        while (text.Length < BigLength)
        {
            text.Append(unit);
        }

        ParseChecked("Date: 1 Jan 2002 10:00:00 GMT\n" + text, isBytes: false).ShouldBeTrue();
    }

    [Fact]
    public void Parse_DeeplyNestedMultiparts_StopsAtTheDepthLimit()
    {
        var text = new StringBuilder("Date: 1 Jan 2002 10:00:00 GMT\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        }

        text.Append("\ntoo deep");

        Parser.Parse(new MailInput("deep", text.ToString())).Text.ShouldNotBeNull().Body.ShouldBeEmpty();
    }

    private static bool ParseChecked(string text, bool isBytes)
    {
        var input = new MailInput("fuzz", text, Form: isBytes ? MailTextForm.Bytes : MailTextForm.Characters);
        var mail = Parser.Parse(input);
        MailLaws.Check(mail);
        var again = Parser.Parse(input);
        return mail.Flows.SequenceEqual(again.Flows) && mail.DeadLetters.SequenceEqual(again.DeadLetters) && mail.Text == again.Text;
    }

    private static string Mutate(string[] seeds, Random random)
    {
        var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
        for (var edits = random.Next(1, 12); edits > 0 && text.Length > 0; edits--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(0, Math.Min(200, text.Length - at));
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 0x10000);
                    break;
                case 1:
                    text.Remove(at, length);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                case 3:
                    var other = seeds[random.Next(seeds.Length)];
                    var from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(300, other.Length - from)));
                    break;
                default:
                    text.Insert(at, "()[]<>;:=?&\"\r\n\0"[random.Next(15)].ToString(), random.Next(1, 20));
                    break;
            }
        }

        return text.ToString();
    }
}

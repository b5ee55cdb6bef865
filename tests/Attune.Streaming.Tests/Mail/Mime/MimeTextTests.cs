using Attune.Streaming.Mail;

namespace Attune.Streaming.Tests.Mail.Mime;

public class MimeTextTests
{
    [Theory]
    [InlineData("", "line one\r\nline two\r\n", "line one\nline two")]
    [InlineData("Content-Type: text/html\n", "<p>Hi</p>there", "Hi\nthere")]
    [InlineData("Content-Type: text/plain\n", "\n<html><body>Hi</body></html>", "Hi")]
    [InlineData("Content-Transfer-Encoding: base64\n", "aGVs\nbG8g!!d29y\nbGQ=\n-- footer", "hello world")]
    [InlineData("Content-Transfer-Encoding: Base64\n", "aGVsbG8", "hello")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=iso-8859-1\n", "caf=E9 =\nau lait =3D 3=ZZ =", "café au lait = 3=ZZ =")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8\n", "=C3=A9 \uFFFD=C3=A9", "é \uFFFDé")]
    [InlineData("Content-Type: text/plain; charset=\"iso-2022-jp\"\n", "\u001b$B$3$s\u001b(B", "こん")]
    [InlineData("Content-Type: application/octet-stream\n", "binary", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n", "pre\n--b\n\none\n--b\nContent-Type: image/gif\n\nxx\n--b\n\ntwo\n--b--\nepilogue", "one\n\ntwo")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n", "--b\n\nno closing boundary", "no closing boundary")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n", "--b\n\n--bogus\n--b--", "--bogus")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n", "no part at all", "no part at all")]
    [InlineData("Content-Type: multipart/mixed\n", "--x y\nContent-Type: text/plain\n\nfound\n--x y--", "found")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Disposition: attachment; filename=a.txt\n\nsecret\n--b\n\nshown\n--b--", "shown")]
    [InlineData("Content-Type: multipart/alternative; boundary=\"b\"\n", "--b\nContent-Type: text/html\n\n<p>html\n--b\nContent-Type: text/plain\n\nplain\n--b--", "plain")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\n", "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>html\n--b--", "html")]
    [InlineData("Content-Type: multipart/mixed; boundary=a\n", "--a\nContent-Type: multipart/alternative;\n boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>html\n--a\n\nlast\n--a--", "plain\n\nlast")]
    [InlineData("Content-Type: multipart/digest; boundary=b\n", "--b\n\nSubject: one\n\nfirst\n--b--", "first")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nforwarded\n--b--", "forwarded")]
    public void Parse_Body_YieldsItsReadableText(string fields, string body, string expected) =>
        BodyOf(fields, body, MailTextForm.Characters).ShouldBe(expected);

    [Theory]
    [InlineData("utf-8", "caf\u00C3\u00A9", "café")]
    [InlineData("us-ascii", "caf\u00C3\u00A9", "café")]
    [InlineData("x-unknown", "caf\u00E9 \u0093q\u0094", "café “q”")]
    [InlineData("gb2312", "\u00C4\u00E3\u00BA\u00C3", "你好")]
    public void Parse_EightBitBytes_AreDecodedByCharset(string charset, string body, string expected) =>
        BodyOf($"Content-Type: text/plain; charset={charset}\n", body, MailTextForm.Bytes).ShouldBe(expected);

    private static string BodyOf(string fields, string body, MailTextForm form)
    {
        var text = $"Date: Thu, 22 Aug 2002 08:17:21 +0000\n{fields}\n{body}";
        return new MailParser().Parse(new MailInput("test", text, Form: form)).Text.ShouldNotBeNull().Body;
    }
}

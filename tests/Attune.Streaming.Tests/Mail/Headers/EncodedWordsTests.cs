using Attune.Streaming.Mail;
using Attune.Streaming.Mail.Headers;

namespace Attune.Streaming.Tests.Mail.Headers;

public class EncodedWordsTests
{
    [Theory]
    [InlineData(" plain subject ", "plain subject")]
    [InlineData("=?iso-8859-1?Q?caf=E9_au_lait?=", "café au lait")]
    [InlineData("=?utf-8?B?Z3LDvMOfZQ==?= from Graz", "grüße from Graz")]
    [InlineData("=?utf-8?B?Z3LDvMOfZQ?=", "grüße")]
    [InlineData("=?UTF-8?Q?a?= =?UTF-8?Q?b?=\r\n =?UTF-8?Q?c?=", "abc")]
    [InlineData("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é")]
    [InlineData("=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b")]
    [InlineData("=?utf-8*en?Q?tagged?=", "tagged")]
    [InlineData("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет")]
    [InlineData("=?gb2312?B?xOO6ww==?=", "你好")]
    [InlineData("=?no-such-charset?Q?caf=E9?=", "café")]
    [InlineData("=?utf-8?Q?never ends", "=?utf-8?Q?never ends")]
    [InlineData("=?utf-8?X?odd?= =?=?", "=?utf-8?X?odd?= =?=?")]
    [InlineData("=?utf-8?Q?with spaces inside?=", "with spaces inside")]
    [InlineData("folded\r\n\tsubject", "folded subject")]
    public void Decode_HeaderText_ReadsWordsAndKeepsTheRest(string raw, string expected) =>
        EncodedWords.Decode(raw, MailTextForm.Characters).ShouldBe(expected);

    [Fact]
    public void Decode_RawBytes_AreReadAsUtf8OrElseWindows1252()
    {
        EncodedWords.Decode("caf\u00C3\u00A9", MailTextForm.Bytes).ShouldBe("café");
        EncodedWords.Decode("caf\u00E9 \u0080", MailTextForm.Bytes).ShouldBe("café €");
        EncodedWords.Decode("caf\u00E9", MailTextForm.Characters).ShouldBe("café");
    }
}

using System.Text;

namespace Attune.Streaming.Mail;

/// <summary>How many bytes a message has.</summary>
internal static class MessageSize
{
    private const int ReplacementLength = 3;

    public static long Of(ReadOnlySpan<char> text, MailTextForm form) =>
        form == MailTextForm.Bytes
            ? text.Length
            : Encoding.UTF8.GetByteCount(text) - ((ReplacementLength - 1L) * text.Count('\uFFFD'));
}

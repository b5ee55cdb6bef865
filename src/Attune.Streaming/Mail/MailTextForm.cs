namespace Attune.Streaming.Mail;

/// <summary>What one character of a raw message stands for.</summary>
public enum MailTextForm
{
    /// <summary>
    /// Somebody has decoded the bytes already, so 8-bit text is taken as it stands. The SpamAssassin corpus in JSON is of this
    /// kind: its files were read as UTF-8 whatever their charset, so most 8-bit characters are U+FFFD and cannot be recovered.
    /// Base64, quoted-printable and ISO-2022 text is ASCII and is decoded by its charset all the same.
    /// </summary>
    Characters = 0,

    /// <summary>Each character is one byte (U+0000 to U+00FF), as when an .eml or mbox file is read as Latin-1; 8-bit text is decoded by its charset.</summary>
    Bytes = 1,
}

using System.Buffers;
using System.Text;
using Attune.Streaming.Mail.Headers;
using Attune.Streaming.Mail.Html;

namespace Attune.Streaming.Mail.Mime;

/// <summary>Collects the readable text of a message body: plain parts, HTML as text, one of each alternative, no attachments.</summary>
internal sealed class MimeText
{
    /// <summary>How deep multiparts may nest; what lies deeper is left out. Each level costs one scan of what it holds.</summary>
    public const int MaxDepth = 16;

    private readonly StringBuilder _result = new();
    private readonly MailTextForm _form;

    private MimeText(MailTextForm form)
    {
        _form = form;
    }

    public static string Extract(ReadOnlySpan<char> text, HeaderBlock header, MailTextForm form)
    {
        var collector = new MimeText(form);
        collector.AddEntity(text, header, text[header.BodyStart..], depth: 0, isInDigest: false);
        return collector._result.ToString().Trim();
    }

    private void AddEntity(ReadOnlySpan<char> text, HeaderBlock header, ReadOnlySpan<char> body, int depth, bool isInDigest)
    {
        if (depth > MaxDepth || IsAttachment(header.Find(text, "Content-Disposition")))
        {
            return;
        }

        var type = new ContentType(header.Find(text, "Content-Type"));
        if (type.StartsWith("multipart/") && TryAddMultipart(type, body, depth))
        {
            return;
        }

        if (type.StartsWith("message/rfc822") || (isInDigest && type.Name.IsEmpty))
        {
            AddPart(body, depth + 1, isInDigest: false);
        }
        else if (type.Name.IsEmpty || IsReadable(type))
        {
            AddLeaf(body, header.Find(text, "Content-Transfer-Encoding").Trim(), type);
        }
    }

    private static bool IsAttachment(ReadOnlySpan<char> disposition) => new ContentType(disposition).Is("attachment");

    private static bool IsReadable(ContentType type) =>
        type.Is("text/plain") || type.Is("text/html") || type.Is("text/enriched") || type.Is("text") || type.Is("html") || type.StartsWith("multipart/");

    private void AddPart(ReadOnlySpan<char> part, int depth, bool isInDigest)
    {
        var header = HeaderBlock.ParsePart(part);
        AddEntity(part, header, part[header.BodyStart..], depth, isInDigest);
    }

    /// <summary>False when the body holds no part at all, so that it is text after all.</summary>
    private bool TryAddMultipart(ContentType type, ReadOnlySpan<char> body, int depth)
    {
        var boundary = type.Parameter("boundary");
        boundary = MultipartReader.HasParts(body, boundary) ? boundary : MultipartReader.GuessBoundary(body);
        if (type.Is("multipart/alternative") && TryAddPlainAlternative(body, boundary))
        {
            return true;
        }

        var isAlternative = type.Is("multipart/alternative");
        var reader = new MultipartReader(body, boundary);
        var any = false;
        var before = _result.Length;
        while (reader.TryRead(out var part))
        {
            any = true;
            AddPart(part, depth + 1, type.Is("multipart/digest"));
            if (isAlternative && !IsBlankFrom(before))
            {
                break;
            }
        }

        return any;
    }

    private bool TryAddPlainAlternative(ReadOnlySpan<char> body, ReadOnlySpan<char> boundary)
    {
        var before = _result.Length;
        var reader = new MultipartReader(body, boundary);
        while (reader.TryRead(out var part))
        {
            var header = HeaderBlock.ParsePart(part);
            var type = new ContentType(header.Find(part, "Content-Type"));
            if ((type.Is("text/plain") || type.Name.IsEmpty) && !IsAttachment(header.Find(part, "Content-Disposition")))
            {
                AddLeaf(part[header.BodyStart..], header.Find(part, "Content-Transfer-Encoding").Trim(), type);
                if (!IsBlankFrom(before))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsBlankFrom(int start)
    {
        for (var i = start; i < _result.Length && i < start + 64; i++)
        {
            if (!char.IsWhiteSpace(_result[i]))
            {
                return false;
            }
        }

        return _result.Length <= start + 64;
    }

    private void AddLeaf(ReadOnlySpan<char> body, ReadOnlySpan<char> encoding, ContentType type)
    {
        var charset = type.Parameter("charset");
        if (encoding.Equals("base64", StringComparison.OrdinalIgnoreCase))
        {
            var buffer = ArrayPool<byte>.Shared.Rent((body.Length * 3 / 4) + 3);
            var written = Base64Text.Decode(body, buffer);
            AddText(MailCharsets.Decode(buffer.AsSpan(0, written), charset), type);
            ArrayPool<byte>.Shared.Return(buffer);
        }
        else if (encoding.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase))
        {
            AddText(DecodeQuoted(body, charset), type);
        }
        else if (_form == MailTextForm.Bytes || (MailCharsets.IsSevenBit(charset) && Ascii.IsValid(body)))
        {
            AddText(MailCharsets.DecodeLatin1(body, charset), type);
        }
        else
        {
            AddText(body, type);
        }
    }

    private string DecodeQuoted(ReadOnlySpan<char> body, ReadOnlySpan<char> charset)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(body.Length + 1);
        var asciiOnly = _form == MailTextForm.Characters;
        var written = QuotedPrintable.DecodeBody(body, buffer, asciiOnly, out var consumed);
        var decoded = MailCharsets.Decode(buffer.AsSpan(0, written), charset);
        if (consumed < body.Length)
        {
            var pieces = new StringBuilder(decoded);
            while (consumed < body.Length)
            {
                pieces.Append(body[consumed]);
                body = body[(consumed + 1)..];
                written = QuotedPrintable.DecodeBody(body, buffer, asciiOnly, out consumed);
                pieces.Append(MailCharsets.Decode(buffer.AsSpan(0, written), charset));
            }

            decoded = pieces.ToString();
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return decoded;
    }

    private void AddText(ReadOnlySpan<char> text, ContentType type)
    {
        if (_result.Length > 0)
        {
            _result.Append('\n');
        }

        var start = text.TrimStart();
        var isHtml = type.Is("text/html") || type.Is("html")
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase);
        if (isHtml)
        {
            HtmlText.Append(text, _result);
            return;
        }

        while (text.IndexOf('\r') is >= 0 and var at)
        {
            _result.Append(text[..at]);
            if (at + 1 >= text.Length || text[at + 1] != '\n')
            {
                _result.Append('\n');
            }

            text = text[(at + 1)..];
        }

        _result.Append(text);
    }
}

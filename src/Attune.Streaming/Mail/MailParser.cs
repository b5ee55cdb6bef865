using System.Globalization;
using Attune.Events;
using Attune.Streaming.Mail.Dates;
using Attune.Streaming.Mail.Headers;
using Attune.Streaming.Mail.Mime;
using Attune.Streaming.Mail.Received;

namespace Attune.Streaming.Mail;

/// <summary>Reads real mail: RFC 822 and MIME with every damage that a quarter of a century of software and spam did to them.</summary>
/// <remarks>
/// <para>
/// Time and memory are linear in the length of the text, recursion is bounded, and no text makes it throw. Instances are
/// immutable and may be shared between threads.
/// </para>
/// <para>
/// The delivery date is that of the topmost <c>Received</c> line whose date a second date of the message (another hop, the <c>Date</c>
/// field, the envelope line) supports within a week, so one broken clock does not move it; when no two agree it is the topmost. Without
/// such a line it is the <c>Date</c> field, then the mbox <c>From </c> line.
/// The text event carries the delivery date too, because the sender's own clock is the one that spam sets at will.
/// </para>
/// <para>
/// A message's size in bytes leaves out the envelope line, which the mailbox added. In <see cref="MailTextForm.Characters"/> it is the
/// length in UTF-8 with U+FFFD as one byte, since that is what stood there before somebody decoded it.
/// </para>
/// </remarks>
public sealed class MailParser : IMailParser
{
    private static readonly string[] CommonFields = ["Received", "From", "Date", "Subject", "To", "Message-Id", "Return-Path", "Delivered-To", "Sender", "Reply-To"];

    private readonly TimeSpan _maxTransit;
    private readonly TimeSpan _maxAhead;

    /// <summary>Creates a parser with the default options.</summary>
    public MailParser()
        : this(new MailParserOptions())
    {
    }

    /// <summary>Creates a parser.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A property is outside its documented range.</exception>
    public MailParser(MailParserOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaxTransitDays is < 1 or > MailParserOptions.LargestDays || options.MaxClockAheadDays is < 0 or > MailParserOptions.LargestDays)
        {
            throw new ArgumentOutOfRangeException(nameof(options), "A number of days is outside its documented range.");
        }

        _maxTransit = TimeSpan.FromDays(options.MaxTransitDays);
        _maxAhead = TimeSpan.FromDays(options.MaxClockAheadDays);
    }

    /// <inheritdoc/>
    public ParsedMail Parse(MailInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var text = input.Text.AsSpan();
        var header = HeaderBlock.ParseMessage(text);
        var letters = new MailDeadLetters(input);
        if (!IsMessage(text, header))
        {
            letters.Add(default, "message", MailDeadLetterReasons.NoHeader, "No line of the header block is a field that mail has.", text);
            return new ParsedMail(false, null, 0, [], null, letters.Items);
        }

        var hops = ReadHops(text, header);
        var delivered = MailDelivery.Find(text, header, hops);
        AddBrokenLines(text, header, delivered, letters);

        var messageId = AngleText.Read(header.Find(text, "Message-Id"));
        var size = MessageSize.Of(text[header.EnvelopeEnd..], input.Form);
        var flows = MakeFlows(text, hops, delivered, messageId, size, letters);
        if (delivered is not { } at)
        {
            letters.Add(default, "message", MailDeadLetterReasons.NoDeliveryDate, "No Received line, Date field or envelope line has a plausible date.", text);
            return new ParsedMail(true, null, hops.Count, flows, null, letters.Items);
        }

        var textEvent = new TextEvent(
            letters.Ids.Create(at, "text", 0),
            at,
            SenderAddress.DomainOf(header.Find(text, "From")),
            EncodedWords.Decode(header.Find(text, "Subject"), input.Form),
            MimeText.Extract(text, header, input.Form),
            input.Label,
            messageId);
        return new ParsedMail(true, at, hops.Count, flows, textEvent, letters.Items);
    }

    /// <summary>A colon alone does not make a message of a file: one of the fields must be there that mail has.</summary>
    private static bool IsMessage(ReadOnlySpan<char> text, HeaderBlock header)
    {
        foreach (var name in CommonFields)
        {
            if (header.TryFind(text, name, out _))
            {
                return true;
            }
        }

        return false;
    }

    private static List<(HeaderField Field, ReceivedHop Hop)> ReadHops(ReadOnlySpan<char> text, HeaderBlock header)
    {
        var hops = new List<(HeaderField Field, ReceivedHop Hop)>(8);
        foreach (var field in header.Fields)
        {
            if (field.IsNamed(text, "Received"))
            {
                hops.Add((field, ReceivedLine.Read(field.Value(text))));
            }
        }

        return hops;
    }

    private static void AddBrokenLines(ReadOnlySpan<char> text, HeaderBlock header, DateTime? delivered, MailDeadLetters letters)
    {
        foreach (var lines in header.Broken)
        {
            var position = lines.FirstLine == lines.LastLine
                ? string.Create(CultureInfo.InvariantCulture, $"header line {lines.FirstLine}")
                : string.Create(CultureInfo.InvariantCulture, $"header lines {lines.FirstLine}-{lines.LastLine}");
            letters.Add(delivered, position, MailDeadLetterReasons.BadHeaderLine, "Neither a field (name and colon) nor a continuation.", text[lines.Start..lines.End]);
        }
    }

    private List<Flow> MakeFlows(
        ReadOnlySpan<char> text,
        List<(HeaderField Field, ReceivedHop Hop)> hops,
        DateTime? delivered,
        string? messageId,
        long size,
        MailDeadLetters letters)
    {
        var flows = new List<Flow>(hops.Count);
        for (var i = 0; i < hops.Count; i++)
        {
            var (field, hop) = hops[i];
            if (FindFault(hop, delivered) is var (reason, detail))
            {
                var position = string.Create(CultureInfo.InvariantCulture, $"{ParsedMail.ReceivedPosition}{i + 1}, line {field.Line}");
                letters.Add(delivered, position, reason, detail, text[field.NameStart..field.ValueEnd]);
                continue;
            }

            var at = hop.Date!.Value;
            flows.Add(new Flow(letters.Ids.Create(at, "hop", i), at, hop.SourceIp!, hop.Destination, size, hop.Protocol, messageId));
        }

        return flows;
    }

    private (string Reason, string Detail)? FindFault(in ReceivedHop hop, DateTime? delivered)
    {
        if (hop.IsEmpty)
        {
            return (MailDeadLetterReasons.EmptyReceived, "The field has no text.");
        }

        if (hop.SourceIp is null)
        {
            return hop.HasBadSourceIp
                ? (MailDeadLetterReasons.BadSourceIp, "The sending host's address is not a valid one.")
                : (MailDeadLetterReasons.NoSourceIp, "The from part names no address of the sending host.");
        }

        if (hop.Date is not { } date)
        {
            return hop.HasDateText
                ? (MailDeadLetterReasons.BadDate, "The text after the semicolon is not a date.")
                : (MailDeadLetterReasons.NoDate, "There is no date.");
        }

        return delivered is { } at && !MailDelivery.IsPlausible(date, at, _maxTransit, _maxAhead) || date.Year < MailDate.FirstYear
            ? (MailDeadLetterReasons.ImplausibleDate, string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} does not fit a delivery on {delivered:yyyy-MM-dd}."))
            : null;
    }
}

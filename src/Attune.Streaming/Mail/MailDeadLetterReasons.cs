namespace Attune.Streaming.Mail;

/// <summary>Every reason that <see cref="MailParser"/> gives for a dead letter.</summary>
public static class MailDeadLetterReasons
{
    /// <summary>The text has no usable header: it is not a message.</summary>
    public const string NoHeader = "no-header";

    /// <summary>One or more neighbouring lines of the header block are neither a field nor a continuation.</summary>
    public const string BadHeaderLine = "bad-header-line";

    /// <summary>Neither a <c>Received</c> line nor the <c>Date</c> field nor the envelope line has a plausible date.</summary>
    public const string NoDeliveryDate = "no-delivery-date";

    /// <summary>The <c>Received</c> line is empty.</summary>
    public const string EmptyReceived = "empty-received";

    /// <summary>The <c>Received</c> line does not name the address of the sending host.</summary>
    public const string NoSourceIp = "no-source-ip";

    /// <summary>The sending host's address is not one, for example because an octet exceeds 255.</summary>
    public const string BadSourceIp = "bad-source-ip";

    /// <summary>The <c>Received</c> line has no date.</summary>
    public const string NoDate = "no-date";

    /// <summary>The <c>Received</c> line's date cannot be read.</summary>
    public const string BadDate = "bad-date";

    /// <summary>The hop's date lies further from the delivery than a message travels, so its clock or its text is wrong.</summary>
    public const string ImplausibleDate = "implausible-date";
}

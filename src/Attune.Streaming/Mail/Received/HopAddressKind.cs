namespace Attune.Streaming.Mail.Received;

/// <summary>What stands at a place where an address might.</summary>
internal enum HopAddressKind
{
    /// <summary>Something else, for example a host name or a version number.</summary>
    None = 0,

    /// <summary>Four dotted numbers, one of them above 255.</summary>
    Malformed = 1,

    /// <summary>An IPv4 or IPv6 address.</summary>
    Valid = 2,
}

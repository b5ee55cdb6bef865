namespace Attune.Realtime.Wire;

/// <summary>What came from a client.</summary>
internal enum WireMessageKind
{
    /// <summary>A whole text message, valid UTF-8.</summary>
    Text,

    /// <summary>The beginning of a binary message; its bytes are passed over.</summary>
    Binary,

    /// <summary>A text message that is longer than the limit; its bytes are passed over.</summary>
    TooBig,

    /// <summary>The client closes.</summary>
    Close,

    /// <summary>The client broke the protocol, or vanished.</summary>
    Broken,
}

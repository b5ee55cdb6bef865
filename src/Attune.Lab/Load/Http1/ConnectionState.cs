namespace Attune.Lab.Load;

/// <summary>What a connection is doing.</summary>
internal enum ConnectionState
{
    /// <summary>Nothing: it was not opened, or its user is away.</summary>
    Closed,

    /// <summary>It failed and waits before it is opened again.</summary>
    BackingOff,

    /// <summary>It is being opened.</summary>
    Connecting,

    /// <summary>It is open and has no request.</summary>
    Idle,

    /// <summary>A request is under way.</summary>
    Busy,
}

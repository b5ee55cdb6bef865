namespace Attune.Storage.Pool;

/// <summary>Something that a pool counts.</summary>
internal enum PoolEvent
{
    /// <summary>A caller got no connection in time.</summary>
    Timeout,

    /// <summary>A connection could not be opened.</summary>
    FailedOpen,

    /// <summary>A connection did not pass its check.</summary>
    FailedValidation,

    /// <summary>A connection was closed.</summary>
    Recycle,

    /// <summary>A lease was held too long or dropped.</summary>
    Leak,
}

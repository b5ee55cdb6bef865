namespace Attune.Storage.Pool;

/// <summary>Why a pool closed a connection; in lower case the tag <c>reason</c> of <c>attune.storage.pool.recycled</c>.</summary>
internal enum CloseReason
{
    /// <summary>It had reached its age.</summary>
    Lifetime,

    /// <summary>Nobody had used it for long.</summary>
    Idle,

    /// <summary>The maximum was lowered.</summary>
    Surplus,

    /// <summary>The pool was cleared after it was opened.</summary>
    Cleared,

    /// <summary>The borrower marked it broken, or it could not be reset.</summary>
    Broken,

    /// <summary>It did not pass the check before it was lent.</summary>
    Invalid,

    /// <summary>Its lease was dropped without being disposed.</summary>
    Leaked,

    /// <summary>The pool was disposed, or the caller gave up while it was being checked.</summary>
    Abandoned,
}

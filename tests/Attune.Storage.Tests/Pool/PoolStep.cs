namespace Attune.Storage.Tests.Pool;

/// <summary>A step of a random schedule.</summary>
internal enum PoolStep
{
    Acquire,
    Return,
    ReturnBroken,
    Cancel,
    Clear,
    ToggleFailure,
    SetMaximum,
}

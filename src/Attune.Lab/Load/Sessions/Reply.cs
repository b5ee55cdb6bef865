namespace Attune.Lab.Load;

/// <summary>An answer as a session read it.</summary>
/// <param name="FirstByteAt">When it began, as a stopwatch timestamp.</param>
/// <param name="Status">Its status; 0 for none.</param>
/// <param name="Header">Header fields, if a check needs them.</param>
/// <param name="Body">Body as far as it was kept.</param>
/// <param name="Failure">Why it is a failure whatever the checks say; null if it is none.</param>
internal sealed record Reply(long FirstByteAt, int Status, byte[] Header, ReadOnlyMemory<byte> Body, string? Failure = null);

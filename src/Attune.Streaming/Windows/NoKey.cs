namespace Attune.Streaming.Windows;

/// <summary>The key of windows over a whole stream: all its values are equal, and operators spend nothing on finding it.</summary>
public readonly record struct NoKey;

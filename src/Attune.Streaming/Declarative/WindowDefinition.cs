using Attune.Streaming.Windows;

namespace Attune.Streaming.Declarative;

/// <summary>The section <c>window</c> of a description.</summary>
/// <param name="Shape">How time is cut.</param>
/// <param name="Options">When panes fire and what they hold.</param>
/// <param name="Text">The shape as a person reads it.</param>
public sealed record WindowDefinition(WindowShape Shape, WindowOptions Options, string Text);

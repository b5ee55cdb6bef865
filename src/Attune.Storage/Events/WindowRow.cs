using Attune.Events;

namespace Attune.Storage.Events;

/// <summary>One row of <c>window_aggregates</c>.</summary>
internal readonly record struct WindowRow(DateTime Start, string Dimension, WindowAggregate Aggregate);

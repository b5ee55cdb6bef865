namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q8: a person who registered and opened an auction in the same window.</summary>
/// <param name="Person">The person.</param>
/// <param name="Name">The person's name.</param>
/// <param name="WindowStart">Start of the window, UTC ticks.</param>
internal readonly record struct NewSeller(long Person, string Name, long WindowStart);

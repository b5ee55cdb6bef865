namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q3: an auction of a seller from one of three states.</summary>
/// <param name="Name">The seller's name.</param>
/// <param name="City">The seller's city.</param>
/// <param name="State">The seller's state.</param>
/// <param name="Auction">The auction.</param>
internal readonly record struct LocalAuction(string Name, string City, UsState State, long Auction);

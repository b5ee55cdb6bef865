using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>An auction that has closed with a bid.</summary>
/// <param name="Auction">The auction.</param>
/// <param name="Seller">Whose it was.</param>
/// <param name="Category">Its category.</param>
/// <param name="Price">The closing price, in cents.</param>
/// <param name="Closed">The last instant at which a bid counted, UTC ticks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Closing(long Auction, long Seller, int Category, long Price, long Closed);

using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q6: what the latest auctions of a seller fetched on average, after one more of them closed.</summary>
/// <param name="Seller">The seller.</param>
/// <param name="Closed">When the last of them closed, UTC ticks.</param>
/// <param name="Average">Mean of the closing prices of the last ten or fewer, in cents.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SellerPrice(long Seller, long Closed, double Average);

using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Rows;

/// <summary>A row of q4: what the auctions of a category that have closed so far fetched on average.</summary>
/// <param name="Category">The category.</param>
/// <param name="Average">Mean of the closing prices, in cents.</param>
/// <param name="Auctions">How many closed with a bid.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CategoryPrice(int Category, double Average, long Auctions);

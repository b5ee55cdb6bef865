using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>Prices of a category.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PriceSum
{
    /// <summary>How many.</summary>
    public long Count { get; set; }

    /// <summary>Their sum in cents.</summary>
    public long Total { get; set; }
}

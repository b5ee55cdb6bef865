using Attune.Suites.Streaming.Nexmark.Rows;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>q4: the mean of all closing prices of a category so far.</summary>
internal sealed class CategoryAverages : ClosingsInOrder<int, PriceSum, CategoryPrice>
{
    /// <inheritdoc/>
    protected override PriceSum Create() => default;

    /// <inheritdoc/>
    protected override CategoryPrice Add(ref PriceSum sum, Closing closing)
    {
        sum.Count++;
        sum.Total += closing.Price;
        return new CategoryPrice(closing.Category, sum.Total / (double)sum.Count, sum.Count);
    }
}

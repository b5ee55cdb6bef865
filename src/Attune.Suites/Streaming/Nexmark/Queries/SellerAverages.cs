using Attune.Suites.Streaming.Nexmark.Rows;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>q6: the mean of the last ten closing prices of a seller.</summary>
internal sealed class SellerAverages : ClosingsInOrder<long, Queue<long>, SellerPrice>
{
    private const int Latest = 10;

    /// <inheritdoc/>
    protected override Queue<long> Create() => new(Latest);

    /// <inheritdoc/>
    protected override SellerPrice Add(ref Queue<long> sum, Closing closing)
    {
        if (sum.Count == Latest)
        {
            sum.Dequeue();
        }

        sum.Enqueue(closing.Price);
        var total = 0L;
        foreach (var price in sum)
        {
            total += price;
        }

        return new SellerPrice(closing.Seller, closing.Closed, total / (double)sum.Count);
    }
}

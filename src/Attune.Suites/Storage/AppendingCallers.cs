using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>Callers that append one flow at a time, each append durable against loss of power; the store commits those that wait together.</summary>
internal abstract class AppendingCallers(string name, string description) : LedgerBenchmark(name, description)
{
    /// <summary>Appends of each caller in a run.</summary>
    protected const int AppendsEach = 20;

    /// <summary>Callers at once.</summary>
    protected int Callers { get; private set; } = 32;

    protected sealed override SynchronousMode Synchronous => SynchronousMode.Full;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        Callers = context.Parameter("callers", Callers, 1, 1000);
        return base.SetUpAsync(context, cancellationToken);
    }

    /// <summary>Lets callers append and waits for them.</summary>
    protected Task AppendAtOnceAsync(int callers, CancellationToken cancellationToken)
    {
        var flows = Flows.Take(callers * AppendsEach);
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            for (var i = 0; i < AppendsEach; i++)
            {
                await AppendAsync([flows[(caller * AppendsEach) + i]], cancellationToken);
            }
        }));
    }
}

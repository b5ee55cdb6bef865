using Attune.Lab.Benchmarks;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>How much is published to how many.</summary>
/// <param name="Clients">Clients on the busy channel.</param>
/// <param name="Messages">Messages of a run.</param>
/// <param name="Rate">Messages a second.</param>
internal sealed record CrowdLoad(int Clients, int Messages, int Rate)
{
    /// <summary>1,000 clients, 100 messages a second for five seconds.</summary>
    public static CrowdLoad Usual { get; } = new(1000, 500, 100);

    /// <summary>This load with what a person asked for: <c>clients</c>, <c>messages</c>, <c>rate</c>.</summary>
    public CrowdLoad With(BenchmarkContext context) => new(
        context.Parameter("clients", Clients, 1, 10_000), context.Parameter("messages", Messages, 1, 1_000_000), context.Parameter("rate", Rate, 1, 100_000));
}

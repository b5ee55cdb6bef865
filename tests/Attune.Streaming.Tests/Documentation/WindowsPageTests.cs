using Attune.Streaming.Aggregates;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Pipelines.Sources;
using Attune.Streaming.Pipelines.Time;
using Attune.Streaming.Windows;
using Attune.Testing;

namespace Attune.Streaming.Tests.Documentation;

/// <summary>The C# of the page stands here too, line for line, and runs.</summary>
public sealed class WindowsPageTests
{
    [Fact]
    public void CSharp_OfThePage_IsCompiledHere() => PageCode.FindUncompiled("windows.md", "Attune.Streaming.Tests").ShouldBeEmpty();

    [Fact]
    public async Task Aggregate_OfThePage_GivesTheSpread()
    {
        var results = new CollectSink<double>();
        await Pipeline.From(new MemorySource<double>(new double[] { 3, 9, 4 }), StreamTimes.From<double>(value => DateTime.UnixEpoch.AddDays(1).AddSeconds(value)))
            .KeyBy(_ => default(NoKey)).Window(new GlobalWindow()).Aggregate(new Spread()).Select(pane => pane.Value).To("spread", results).RunAsync();
        results.Items.ShouldBe([6]);
    }

    struct Extremes { public double Low, High; public bool Any; }

    sealed class Spread : Aggregate<double, Extremes, double>
    {
        public override Extremes Create() => default;

        public override void Add(ref Extremes state, in double value, long timestamp) =>
            Merge(ref state, new Extremes { Low = value, High = value, Any = true });

        public override void Merge(ref Extremes state, in Extremes other)
        {
            if (other.Any)
            {
                state = state.Any ? new Extremes { Low = Math.Min(state.Low, other.Low), High = Math.Max(state.High, other.High), Any = true } : other;
            }
        }

        public override double Result(in Extremes state) => state.High - state.Low;
    }
}

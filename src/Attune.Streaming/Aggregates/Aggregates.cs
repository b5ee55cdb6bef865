using System.Runtime.CompilerServices;
using Attune.Measurement;
using Attune.Streaming.Aggregates.Composed;
using Attune.Streaming.Aggregates.Numeric;
using Attune.Streaming.Aggregates.Ordered;
using Attune.Streaming.Aggregates.Sketches;
using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Aggregates;

/// <summary>The aggregates that come with Attune. All of them can be shared by any number of pipelines.</summary>
/// <remarks>
/// Numbers that are not finite spread into sums, means and extremes as IEEE 754 says; percentiles refuse them, which makes the event a dead
/// letter. Where a <c>serializer</c> can be given, the one of <see cref="StateSerializer"/> is the default.
/// </remarks>
public static class Aggregates
{
    /// <summary>Number of values.</summary>
    public static Aggregate<T, long, long> Count<T>() => new CountAggregate<T>();

    /// <summary>Sum; its error does not grow with the number of values. 0 without any.</summary>
    public static Aggregate<double, CompensatedSum, double> Sum() => new SumAggregate();

    /// <summary>Arithmetic mean; NaN without values.</summary>
    public static Aggregate<double, MeanState, double> Mean() => new MeanAggregate();

    /// <summary>Variance of values that are the whole population (divisor n); NaN without values.</summary>
    public static Aggregate<double, RunningStatistics, double> Variance() => Of(static statistics => statistics.PopulationVariance);

    /// <summary>Unbiased variance of values that are a sample (divisor n - 1); NaN for fewer than two values.</summary>
    public static Aggregate<double, RunningStatistics, double> SampleVariance() => Of(static statistics => statistics.SampleVariance);

    /// <summary>Square root of <see cref="Variance"/>.</summary>
    public static Aggregate<double, RunningStatistics, double> StandardDeviation() => Of(static statistics => statistics.PopulationStandardDeviation);

    /// <summary>Square root of <see cref="SampleVariance"/>.</summary>
    public static Aggregate<double, RunningStatistics, double> SampleStandardDeviation() => Of(static statistics => statistics.SampleStandardDeviation);

    /// <summary>Count, sum, mean, variance and extremes in one state of 56 bytes. Runs of values are added with vector instructions.</summary>
    public static Aggregate<double, RunningStatistics, RunningStatistics> Statistics() => Of(static statistics => statistics);

    /// <summary>Smallest number; NaN without values.</summary>
    public static Aggregate<double, ExtremeState<double>, double> Min() => new ExtremeNumberAggregate(isMin: true);

    /// <summary>Largest number; NaN without values.</summary>
    public static Aggregate<double, ExtremeState<double>, double> Max() => new ExtremeNumberAggregate(isMin: false);

    /// <summary>Smallest value; null without values.</summary>
    public static Aggregate<T, ExtremeState<T>, T?> Min<T>(IStateSerializer<T>? serializer = null)
        where T : struct, IComparable<T> => new ExtremeAggregate<T>(1, serializer);

    /// <summary>Largest value; null without values.</summary>
    public static Aggregate<T, ExtremeState<T>, T?> Max<T>(IStateSerializer<T>? serializer = null)
        where T : struct, IComparable<T> => new ExtremeAggregate<T>(-1, serializer);

    /// <summary>Value of the earliest event; of events of one time the smallest value, so that their order of arrival does not matter.</summary>
    /// <param name="comparer">Order of values; null for their own (texts: ordinal).</param>
    /// <param name="serializer">Writes values.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no order and <paramref name="comparer"/> is null.</exception>
    public static Aggregate<T, TimedState<T>, T?> First<T>(IComparer<T>? comparer = null, IStateSerializer<T>? serializer = null) =>
        new TimedAggregate<T>(1, comparer ?? OrderOf<T>(), serializer);

    /// <summary>Value of the latest event; of events of one time the largest value, so that their order of arrival does not matter.</summary>
    /// <inheritdoc cref="First" path="//param|//exception"/>
    public static Aggregate<T, TimedState<T>, T?> Last<T>(IComparer<T>? comparer = null, IStateSerializer<T>? serializer = null) =>
        new TimedAggregate<T>(-1, comparer ?? OrderOf<T>(), serializer);

    /// <summary>Number of distinct values by HyperLogLog: standard error 1.04 ÷ √(2^precision), 0.81 % by default; state 2^precision bytes at most, few for few values.</summary>
    /// <param name="precision">Logarithm of the number of registers, 4 to 18.</param>
    /// <param name="hash">A hash of 64 bits that is the same in every process; null for the built-in one of texts, numbers, instants and <see cref="Guid"/>.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public static Aggregate<T, DistinctSketch, long> DistinctCount<T>(int precision = 14, Func<T, ulong>? hash = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 18);
        return new DistinctAggregate<T>(precision, hash ?? StableHash64.For<T>());
    }

    /// <summary>Percentiles by nearest rank, each within 0.79 % of the true value (magnitudes below 2⁻⁶⁰ count as 0); NaN without values.</summary>
    /// <param name="percents">From 0 (the minimum) to 100 (the maximum); results come in this order.</param>
    /// <exception cref="ArgumentException">There is none, or one is not from 0 to 100.</exception>
    public static Aggregate<double, QuantileSketch, IReadOnlyList<double>> Percentiles(params double[] percents)
    {
        ArgumentNullException.ThrowIfNull(percents);
        if (percents.Length == 0 || percents.Any(percent => !(percent is >= 0 and <= 100)))
        {
            throw new ArgumentException("Percentiles lie between 0 and 100, and at least one is needed.", nameof(percents));
        }

        return new PercentilesAggregate([.. percents]);
    }

    /// <summary>The most frequent values: exact while a window has at most <paramref name="capacity"/> different ones, else with a stated error of at most values ÷ (capacity + 1).</summary>
    /// <param name="k">How many, 1 or more.</param>
    /// <param name="capacity">Different values that are counted, at least <paramref name="k"/>.</param>
    /// <param name="comparer">Order of values of one count; null for their own (texts: ordinal).</param>
    /// <param name="serializer">Writes values.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public static Aggregate<T, TopKState<T>, TopK<T>> TopK<T>(
        int k, int capacity = 1000, IComparer<T>? comparer = null, IStateSerializer<T>? serializer = null)
        where T : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, k);
        return new TopKAggregate<T>(k, capacity, comparer ?? OrderOf<T>(), serializer);
    }

    /// <summary>Sums up something of each value.</summary>
    /// <param name="selector">What. An exception makes the event a dead letter.</param>
    /// <param name="aggregate">How.</param>
    public static Aggregate<TIn, TState, TOut> Of<TIn, TValue, TState, TOut>(Func<TIn, TValue> selector, Aggregate<TValue, TState, TOut> aggregate)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(aggregate);
        return new MappedAggregate<TIn, TValue, TState, TOut>(selector, aggregate);
    }

    /// <summary>Two aggregates over the same values.</summary>
    public static Aggregate<TIn, (TState1 First, TState2 Second), (TOut1 First, TOut2 Second)> Combine<TIn, TState1, TOut1, TState2, TOut2>(
        Aggregate<TIn, TState1, TOut1> first, Aggregate<TIn, TState2, TOut2> second) =>
        Combine(first, second, static (one, two) => (one, two));

    /// <summary>Three aggregates over the same values.</summary>
    public static Aggregate<TIn, ((TState1 First, TState2 Second) First, TState3 Second), (TOut1 First, TOut2 Second, TOut3 Third)>
        Combine<TIn, TState1, TOut1, TState2, TOut2, TState3, TOut3>(
        Aggregate<TIn, TState1, TOut1> first, Aggregate<TIn, TState2, TOut2> second, Aggregate<TIn, TState3, TOut3> third) =>
        Combine(Combine(first, second), third, static (one, two) => (one.First, one.Second, two));

    /// <summary>Four aggregates over the same values.</summary>
    public static Aggregate<TIn, ((TState1 First, TState2 Second) First, (TState3 First, TState4 Second) Second), (TOut1 First, TOut2 Second, TOut3 Third, TOut4 Fourth)>
        Combine<TIn, TState1, TOut1, TState2, TOut2, TState3, TOut3, TState4, TOut4>(
        Aggregate<TIn, TState1, TOut1> first,
        Aggregate<TIn, TState2, TOut2> second,
        Aggregate<TIn, TState3, TOut3> third,
        Aggregate<TIn, TState4, TOut4> fourth) =>
        Combine(Combine(first, second), Combine(third, fourth), static (one, two) => (one.First, one.Second, two.First, two.Second));

    private static CombinedAggregate<TIn, TState1, TOut1, TState2, TOut2, TOut> Combine<TIn, TState1, TOut1, TState2, TOut2, TOut>(
        Aggregate<TIn, TState1, TOut1> first, Aggregate<TIn, TState2, TOut2> second, Func<TOut1, TOut2, TOut> result)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new CombinedAggregate<TIn, TState1, TOut1, TState2, TOut2, TOut>(first, second, result);
    }

    private static StatisticsAggregate<TOut> Of<TOut>(Func<RunningStatistics, TOut> result) => new(result);

    private static IComparer<T> OrderOf<T>([CallerMemberName] string aggregate = "")
    {
        if (typeof(T) == typeof(string))
        {
            return (IComparer<T>)StringComparer.Ordinal;
        }

        return typeof(IComparable<T>).IsAssignableFrom(typeof(T)) || typeof(IComparable).IsAssignableFrom(typeof(T))
            ? Comparer<T>.Default
            : throw new ArgumentException($"{aggregate} needs an order of {typeof(T)}: give a comparer.");
    }
}

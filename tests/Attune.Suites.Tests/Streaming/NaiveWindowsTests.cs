using Attune.Events;
using Attune.Suites.Streaming;
using Attune.Testing;

namespace Attune.Suites.Tests.Streaming;

/// <summary>The model that windows are compared with has to notice what is wrong.</summary>
public class NaiveWindowsTests
{
    private readonly NaiveWindows _model = new(TimeSpan.FromDays(1));

    public NaiveWindowsTests()
    {
        _model.Add(SampleEvents.Flow(0, bytes: 100));
        _model.Add(SampleEvents.Flow(1, bytes: 300));
    }

    [Fact]
    public void Difference_SameSums_IsNull() => _model.Difference([Window(SampleEvents.Start, Sums("", 2, 400, 100, 300))]).ShouldBeNull();

    [Theory]
    [InlineData(3, 400, 100, 300)]
    [InlineData(2, 401, 100, 300)]
    [InlineData(2, 400, 99, 300)]
    [InlineData(2, 400, 100, 301)]
    public void Difference_OtherSums_NamesTheWindow(long flows, double bytes, double min, double max) =>
        _model.Difference([Window(SampleEvents.Start, Sums("", flows, bytes, min, max))]).ShouldNotBeNull().ShouldContain("2002-08-22");

    [Fact]
    public void Difference_AnotherWindow_NamesIt() =>
        _model.Difference([Window(SampleEvents.Start.AddDays(1), Sums("", 2, 400, 100, 300))]).ShouldNotBeNull().ShouldContain("2002-08-23");

    [Fact]
    public void Difference_NoWindow_SaysHowMany() => _model.Difference([]).ShouldBe("0 windows instead of 1");

    private static WindowAggregate Sums(string key, long flows, double bytes, double min, double max) => new(key, flows, bytes, 200, min, max, 100);

    private static WindowResult Window(DateTime start, WindowAggregate total) =>
        new("test", start, start.AddDays(1), total, 1, 0, 0, [total with { Key = "SMTP" }], [total with { Key = "10.0.0.1" }]);
}

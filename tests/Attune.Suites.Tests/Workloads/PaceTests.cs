using System.Diagnostics;
using Attune.Suites.Workloads;

namespace Attune.Suites.Tests.Workloads;

public class PaceTests
{
    [Fact]
    public async Task NextAsync_Beats_AreEvenAndNeverEarly()
    {
        var pace = new Pace(500);
        var last = await pace.NextAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            var due = await pace.NextAsync(CancellationToken.None);
            Stopwatch.GetTimestamp().ShouldBeGreaterThanOrEqualTo(due);
            Stopwatch.GetElapsedTime(last, due).TotalMilliseconds.ShouldBe(2, 0.01);
            last = due;
        }
    }
}

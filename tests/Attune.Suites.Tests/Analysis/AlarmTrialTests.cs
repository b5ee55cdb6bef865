using Attune.Suites.Analysis;

namespace Attune.Suites.Tests.Analysis;

public class AlarmTrialTests
{
    [Fact]
    public void OnUnchanged_AlarmThatStays_CountsOnce()
    {
        var rule = new AlarmRule("from 30", history => history.Length >= 30 ? 25 : null);
        var count = AlarmTrial.OnUnchanged([new double[60], new double[25]], rule, default);
        count.ShouldBe(new AlarmCount(2, 1, 41 + 6, 1));
        count.Share.ShouldBe(0.5);
        count.PerThousandRuns.ShouldBe(1000.0 / 47);
    }

    [Fact]
    public void OnUnchanged_AlarmsForDifferentRuns_CountEach()
    {
        var rule = new AlarmRule("moving", history => history.Length % 20 == 0 ? history.Length : null);
        AlarmTrial.OnUnchanged([new double[60]], rule, default).Alarms.ShouldBe(3);
    }

    [Fact]
    public void OnShifted_RightRunNamedInTime_IsTheDelay()
    {
        var prompt = new AlarmRule("after 4", history => history.Length >= 34 ? 32 : null);
        var wrong = new AlarmRule("wrong run", _ => 10);
        AlarmTrial.OnShifted([(new double[60], 30)], prompt, default).ShouldBe([4]);
        AlarmTrial.OnShifted([(new double[60], 30)], wrong, default).ShouldBe([null]);
    }

    [Fact]
    public void Rules_HistoryWithALastingShift_AllAlarm()
    {
        double[] history = [.. Enumerable.Range(0, 30).Select(i => 100.0 + (i * 7 % 5)), .. Enumerable.Range(0, 10).Select(i => 150.0 + (i * 7 % 5))];
        AlarmRule.Detector.Judge(history).ShouldBe(30);
        AlarmRule.Otava.Judge(history).ShouldBe(30);
        AlarmRule.OtavaStrict.Judge(history).ShouldBe(30);
        AlarmRule.Mean20.Judge(history).ShouldBe(39);
        AlarmRule.Mean20.Judge([.. Enumerable.Repeat(100.0, 30), 119]).ShouldBeNull();
    }
}

using Attune.Testing;

namespace Attune.Storage.Tests.Contract;

/// <summary>What alerts promise on every engine.</summary>
public abstract class AlertStoreContract<TDatabase> : StorageContract<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly DateTime Start = SampleEvents.Start;

    private IAlertStore Store => Storage.Alerts;

    private static Alert Made(int second, string rule = "latency", AlertSeverity severity = AlertSeverity.Warning) => new()
    {
        Id = Alert.IdOf(Start.AddSeconds(second), rule), Rule = rule, Severity = severity, Message = "p99 is high", Value = 12.5, Threshold = 10, StartedAt = Start.AddSeconds(second),
        Labels = new Dictionary<string, string> { ["stream"] = "mail", ["a"] = "\"b\"" },
    };

    private async Task<Alert> OnlyAsync() => (await Store.GetAsync(new AlertQuery())).Items.ShouldHaveSingleItem();

    [SkippableFact]
    public async Task SaveAsync_ThenReopen_RoundTripsEveryField()
    {
        await Store.SaveAsync(Made(1) with { State = AlertState.Resolved, ResolvedAt = Start.AddHours(1), AcknowledgedAt = Start.AddMinutes(1), AcknowledgedBy = "ann" });
        await ReopenAsync();
        var read = await OnlyAsync();
        read.Labels.ShouldBe(Made(1).Labels, ignoreOrder: true);
        read.ShouldBe(Made(1) with { Labels = read.Labels, State = AlertState.Resolved, ResolvedAt = Start.AddHours(1), AcknowledgedAt = Start.AddMinutes(1), AcknowledgedBy = "ann" });
    }

    [SkippableFact]
    public async Task SaveAsync_Again_ReplacesButKeepsWhoAcknowledged()
    {
        await Store.SaveAsync(Made(1));
        (await Store.AcknowledgeAsync(Made(1).Id, "ann")).ShouldBeTrue();
        (await Store.AcknowledgeAsync(Made(1).Id, "bob")).ShouldBeFalse();
        await Store.SaveAsync(Made(1) with { Value = 99, Severity = AlertSeverity.Critical, Message = "worse" });
        var read = await OnlyAsync();
        (read.Value, read.Severity, read.Message, read.AcknowledgedBy).ShouldBe((99, AlertSeverity.Critical, "worse", "ann"));
        read.AcknowledgedAt.ShouldNotBeNull();
    }

    [SkippableFact]
    public async Task ResolveAsync_OnlyAFiringOne()
    {
        await Store.SaveAsync(Made(1));
        (await Store.ResolveAsync(Made(1).Id)).ShouldBeTrue();
        (await Store.ResolveAsync(Made(1).Id)).ShouldBeFalse();
        (await Store.ResolveAsync(Made(2).Id)).ShouldBeFalse();
        (await Store.AcknowledgeAsync(Made(2).Id, "ann")).ShouldBeFalse();
        var read = await OnlyAsync();
        read.State.ShouldBe(AlertState.Resolved);
        read.ResolvedAt.ShouldNotBeNull();
    }

    [SkippableFact]
    public async Task GetAsync_FiltersAndPages_LatestFirst()
    {
        foreach (var made in new[] { Made(1), Made(2, "errors"), Made(3, severity: AlertSeverity.Critical), Made(4, "errors", AlertSeverity.Info), Made(5) })
        {
            await Store.SaveAsync(made);
        }

        await Store.ResolveAsync(Made(5).Id);
        async Task<IEnumerable<int>> SecondsAsync(AlertQuery query) => (await Store.GetAsync(query)).Items.Select(item => (int)(item.StartedAt - Start).TotalSeconds);
        var all = new AlertQuery();
        (await SecondsAsync(all)).ShouldBe([5, 4, 3, 2, 1]);
        (await SecondsAsync(all with { State = AlertState.Firing })).ShouldBe([4, 3, 2, 1]);
        (await SecondsAsync(all with { State = AlertState.Resolved })).ShouldBe([5]);
        (await SecondsAsync(all with { Severity = AlertSeverity.Warning, State = AlertState.Firing })).ShouldBe([2, 1]);
        (await SecondsAsync(all with { Rule = "errors" })).ShouldBe([4, 2]);
        (await SecondsAsync(all with { From = Start.AddSeconds(2), To = Start.AddSeconds(4) })).ShouldBe([3, 2]);
        var first = await Store.GetAsync(all with { Limit = 3 });
        (await SecondsAsync(all with { Limit = 3, After = first.Next })).ShouldBe([2, 1]);
    }

    [SkippableFact]
    public async Task BadInput_IsAnArgumentErrorAndStoresNothing()
    {
        foreach (var bad in new[]
        {
            Made(1) with { Value = double.NaN }, Made(1) with { Threshold = double.PositiveInfinity }, Made(1) with { Rule = "" }, Made(1) with { StartedAt = Start },
            Made(1) with { State = AlertState.Resolved }, Made(1) with { ResolvedAt = Start }, Made(1) with { AcknowledgedBy = "ann" },
        })
        {
            await Should.ThrowAsync<ArgumentException>(() => Store.SaveAsync(bad));
        }

        await Should.ThrowAsync<ArgumentException>(() => Store.AcknowledgeAsync(Made(1).Id, " "));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new AlertQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new AlertQuery { Limit = AlertQuery.MaxLimit + 1 }));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetAsync(new AlertQuery { From = Start, To = Start.AddTicks(-1) }));
        await Should.ThrowAsync<FormatException>(() => Store.GetAsync(new AlertQuery { After = "zz" }));
        (await Store.GetAsync(new AlertQuery())).Items.ShouldBeEmpty();
    }
}

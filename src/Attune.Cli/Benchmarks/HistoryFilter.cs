using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Storage.Benchmarks;

namespace Attune.Cli.Benchmarks;

/// <summary>The options by which commands choose from the history.</summary>
internal sealed class HistoryFilter
{
    private const int MaxDays = 36_500;

    private readonly Option<string?> _suite = new("--suite") { Description = "Only this suite.", HelpName = "NAME" };
    private readonly Option<string?> _name = new("--name") { Description = "Only this benchmark.", HelpName = "NAME" };
    private readonly Option<int?> _days;
    private readonly Option<int> _limit;
    private readonly int? _defaultDays;

    private HistoryFilter(int? defaultDays, int defaultLimit)
    {
        _defaultDays = defaultDays;
        _days = new Option<int?>("--days") { Description = $"Only the last so many days (1..{MaxDays}{(defaultDays is { } days ? $"; default {days}" : "; default all")}).", HelpName = "N" };
        _limit = new Option<int>("--limit") { Description = $"The latest so many results (1..{BenchmarkQuery.MaxLimit}).", HelpName = "N", DefaultValueFactory = _ => defaultLimit };
    }

    public static HistoryFilter AddTo(Command command, int? defaultDays = null, int defaultLimit = 1000)
    {
        var filter = new HistoryFilter(defaultDays, defaultLimit);
        command.Add(filter._suite);
        command.Add(filter._name);
        command.Add(filter._days);
        command.Add(filter._limit);
        return filter;
    }

    public BenchmarkQuery Query(ParseResult parsed)
    {
        var days = parsed.GetValue(_days) is { } given ? Limits.Check("--days", given, MaxDays) : _defaultDays;
        return new BenchmarkQuery
        {
            Suite = parsed.GetValue(_suite), Name = parsed.GetValue(_name), Limit = Limits.Check("--limit", parsed.GetValue(_limit), BenchmarkQuery.MaxLimit),
            Since = days is { } number ? TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-number) : null,
        };
    }
}

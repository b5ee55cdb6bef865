using System.CommandLine;
using Attune.Cli.Commands;
using Attune.Lab.Load;

namespace Attune.Cli.Load;

/// <summary>The options of <c>attune load</c> that say how much load there is and how long.</summary>
internal sealed class LoadModelOptions
{
    private const int DefaultUsers = 10;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromHours(23);
    private static readonly TimeSpan LongestWarmup = TimeSpan.FromMinutes(10);

    private readonly Option<string?> _rate = LoadRequestOptions.Text("--rate", "N", "Requests a second that do not wait for answers (0.01..1000000).");
    private readonly Option<string?> _users = LoadRequestOptions.Text("--users", "N", "Users who wait for their answers (1..10000; default: 10).");
    private readonly Option<string?> _duration = LoadRequestOptions.Text("--duration", "TIME", "How long (100 ms..23 h, default: 10s).");
    private readonly Option<bool> _poisson = new("--poisson") { Description = "With --rate: requests come at random, as from many people." };
    private readonly Option<string?> _think = LoadRequestOptions.Text("--think", "TIME", "With --users: pause between an answer and the next request, for example 100ms..500ms.");
    private readonly Option<string?> _warmup = LoadRequestOptions.Text("--warmup", "TIME", "Time before anything counts (0 s..10 min, default: 0s).");

    public static LoadModelOptions AddTo(Command command)
    {
        var options = new LoadModelOptions();
        foreach (var option in new Option[] { options._rate, options._users, options._duration, options._poisson, options._think, options._warmup })
        {
            command.Add(option);
        }

        return options;
    }

    public void Apply(ParseResult parsed, LoadScenario scenario, bool isScenarioFile)
    {
        var (rate, users, length) = (parsed.GetValue(_rate), parsed.GetValue(_users), parsed.GetValue(_duration));
        if (rate is not null && users is not null)
        {
            throw new UserErrorException("--rate and --users exclude each other: requests either wait for answers or they do not.");
        }

        if (parsed.GetValue(_poisson) && rate is null)
        {
            throw new UserErrorException("--poisson needs --rate N.");
        }

        if (parsed.GetValue(_think) is not null && rate is not null)
        {
            throw new UserErrorException("--think goes with --users, not with --rate.");
        }

        if (parsed.GetValue(_warmup) is { } warmup)
        {
            scenario.Warmup = Limits.Duration("--warmup", warmup, TimeSpan.Zero, LongestWarmup);
        }

        if (isScenarioFile && rate is null && users is null)
        {
            if (length is not null || parsed.GetValue(_think) is not null)
            {
                throw new UserErrorException("--duration and --think need --rate or --users here: the scenario has stages of its own.");
            }

            return;
        }

        var duration = length is null ? DefaultDuration : Limits.Duration("--duration", length, TimeSpan.FromMilliseconds(100), LongestDuration);
        scenario.Model = rate is not null
            ? OpenModel.At(Limits.Number("--rate", rate, 0.01, 1_000_000, "a number of requests a second"), duration, parsed.GetValue(_poisson) ? Arrivals.Poisson : Arrivals.Constant)
            : ClosedModel.Of(
                users is null ? DefaultUsers : Limits.Whole("--users", users, 1, 10_000, "a whole number of users"), duration,
                parsed.GetValue(_think) is { } think ? Think(think) : default);
        Bound(scenario, duration);
    }

    /// <summary>A run ends soon after its time, whatever happens.</summary>
    public static void Bound(LoadScenario scenario, TimeSpan duration) => scenario.MaxDuration = scenario.Warmup + duration + scenario.Timeout + TimeSpan.FromSeconds(10);

    private static ThinkTime Think(string text)
    {
        try
        {
            return ThinkTime.Parse(text);
        }
        catch (LoadException)
        {
            throw new UserErrorException($"--think must be a time such as 250ms or 100ms..500ms; this is '{text}'.");
        }
    }
}

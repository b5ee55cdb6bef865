using System.CommandLine;
using Attune.Cli.Load;
using Attune.Cli.Output;
using Attune.Lab.Load;
using Attune.Lab.Stress;

namespace Attune.Cli.Commands;

/// <summary><c>attune stress URL</c>.</summary>
internal static class StressCommand
{
    private const double HighestRate = 1_000_000;
    private const double MostUsers = 10_000;

    private const string Description = """
        Raise the load until a server degrades, search for the highest load that holds, and fit the Universal Scalability Law.

        Example: attune stress http://127.0.0.1:8080/health --from 100 --to 1000 --step 100
        Example: attune stress http://127.0.0.1:8080/health --unit rate --from 1000 --to 20000 --step 1000 --output stress.html
        """;

    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "Where the load goes." };
        var from = LoadRequestOptions.Text("--from", "N", "First level (1..1000000; 1..10000 users; default: 100).");
        var to = LoadRequestOptions.Text("--to", "N", "Last level (default: 1000).");
        var step = LoadRequestOptions.Text("--step", "N", "From one level to the next (default: 100).");
        var unit = LoadRequestOptions.Text("--unit", "NAME", "What a level counts: users who wait for answers, or rate, requests a second (default: users).");
        var seconds = LoadRequestOptions.Text("--seconds-per-level", "N", "Time at each level (1..3600, default: 10).");
        var success = LoadRequestOptions.Text("--min-success", "PERCENT", "Degraded when fewer requests succeed (0..100, default: 95).");
        var p95 = LoadRequestOptions.Text("--max-p95", "TIME", "Degraded when p95 is longer (1 ms..10 min, default: 1s).");
        var cooldown = LoadRequestOptions.Text("--cooldown", "TIME", "Rest between levels (0 s..10 min, default: 1s).");
        var noBisect = new Option<bool>("--no-bisect") { Description = "Do not search between the last level that held and the first that did not." };
        var output = ReportFiles.Option();
        var json = new Option<bool>("--json") { Description = "Print the whole result as JSON." };
        var quiet = new Option<bool>("--quiet") { Description = "No progress, and the outcome in one line." };
        var command = new Command("stress", Description) { url, from, to, step, unit, seconds, success, p95, cooldown, noBisect };
        var requests = LoadRequestOptions.AddTo(command);
        command.Add(output);
        command.Add(json);
        command.Add(quiet);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new StressOptions { Unit = Unit(parsed.GetValue(unit)), Bisect = !parsed.GetValue(noBisect) };
            var highest = options.Unit == LoadUnit.Users ? MostUsers : HighestRate;
            options.From = Level("--from", parsed.GetValue(from), options.From, 1);
            options.To = Level("--to", parsed.GetValue(to), Math.Max(options.To, options.From), options.From);
            options.Step = Level("--step", parsed.GetValue(step), options.Step, Math.Max(1, (options.To - options.From) / (StressOptions.MostLevels - 1)));
            options.SecondsPerLevel = Value("--seconds-per-level", parsed.GetValue(seconds), options.SecondsPerLevel, 1, 3600, "a number of seconds");
            options.MinSuccessRate = Value("--min-success", parsed.GetValue(success)?.TrimEnd('%').TrimEnd(), options.MinSuccessRate * 100, 0, 100, "a percentage") / 100;
            options.MaxP95Ms = Time("--max-p95", parsed.GetValue(p95), TimeSpan.FromMilliseconds(options.MaxP95Ms), TimeSpan.FromMilliseconds(1)).TotalMilliseconds;
            options.Cooldown = Time("--cooldown", parsed.GetValue(cooldown), options.Cooldown, TimeSpan.Zero);
            var files = ReportFiles.Open(parsed.GetValue(output));
            Scenario(options.From).Validate();
            return StressRun.RunAsync(options, Scenario, files, parsed.GetValue(json), parsed.GetValue(quiet), cancellationToken);

            LoadScenario Scenario(double load)
            {
                var scenario = LoadTarget.Url(parsed.GetValue(url)!);
                requests.Apply(parsed, scenario);
                var duration = TimeSpan.FromSeconds(options.SecondsPerLevel);
                scenario.Model = options.Unit == LoadUnit.Users ? ClosedModel.Of((int)load, duration) : OpenModel.At(load, duration);
                LoadModelOptions.Bound(scenario, duration);
                return scenario;
            }

            double Level(string option, string? text, double value, double least) => options.Unit == LoadUnit.Users
                ? text is null ? value : Limits.Whole(option, text, (int)Math.Ceiling(least), (int)highest, "a whole number of users")
                : Value(option, text, value, least, highest, "a number of requests a second");
        });
        return command;
    }

    private static LoadUnit Unit(string? text) => text switch
    {
        null or "users" => LoadUnit.Users,
        "rate" => LoadUnit.Rate,
        _ => throw new UserErrorException($"--unit must be users or rate; this is '{text}'."),
    };

    private static double Value(string option, string? text, double value, double minimum, double maximum, string what) =>
        text is null ? value : Limits.Number(option, text, minimum, maximum, what);

    private static TimeSpan Time(string option, string? text, TimeSpan value, TimeSpan minimum) =>
        text is null ? value : Limits.Duration(option, text, minimum, TimeSpan.FromMinutes(10));
}

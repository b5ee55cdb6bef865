using Attune.Cli.Commands;
using Attune.Cli.Load;
using Attune.Configuration;
using Attune.Server;

namespace Attune.Cli.Replay;

/// <summary>What the user asked the demo for.</summary>
internal sealed record DemoRequest(
    ResolvedConfiguration Configuration, string? Speed, bool Headless, bool Once, int Repeat, string? Input, bool Json, string? Load = null)
{
    private const double DefaultSpeed = 1000;
    private const double MaxSpeed = 10_000_000;
    private const int MaxRepeat = 10_000;

    /// <summary>Events per second; null for as fast as possible.</summary>
    public double? EventsPerSecond => Speed switch
    {
        null => Headless ? null : DefaultSpeed,
        "max" => null,
        _ when double.TryParse(Speed, out var speed) && speed is > 0 and <= MaxSpeed => speed,
        _ => throw new UserErrorException($"--speed must be max or a number of events per second in the allowed range 1..{MaxSpeed:0}; this is '{Speed}'."),
    };

    /// <summary>Requests a second that load the server; null for none, and empty text for the default.</summary>
    public double? LoadRate => Load switch
    {
        null => null,
        _ when Headless => throw new UserErrorException("--load needs the server that --headless leaves out: choose one of them."),
        "" => Math.Min(DemoLoad.DefaultRate, RateLimit),
        _ => Limits.Number("--load", Load, 1, RateLimit, "a number of requests a second (the upper bound is server.rate_limit)"),
    };

    private int RateLimit => Configuration.Get<ServerOptions>().RateLimit;

    /// <summary>How often the input is replayed.</summary>
    public int Times => Repeat is >= 1 and <= MaxRepeat
        ? Repeat
        : throw new UserErrorException($"--repeat must be a whole number in the allowed range 1..{MaxRepeat}; this is {Repeat}.");
}

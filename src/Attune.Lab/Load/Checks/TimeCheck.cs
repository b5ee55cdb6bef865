namespace Attune.Lab.Load;

/// <inheritdoc cref="LoadCheck.MaxTime"/>
internal sealed class TimeCheck(TimeSpan time) : LoadCheck($"within {DurationText.Format(time)}")
{
    private readonly double _seconds = time > TimeSpan.Zero ? time.TotalSeconds : throw new LoadException("max_ms: the time must be more than 0");

    internal override bool Passes(in Answer answer) => answer.Latency <= _seconds;
}

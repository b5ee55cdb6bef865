using Serilog.Core;
using Serilog.Events;

namespace Attune.Server.Logging;

/// <summary>Keeps one in so many of the messages that every request writes; warnings and errors are always kept.</summary>
internal sealed class RequestSampling(int keepEvery) : ILogEventFilter
{
    /// <summary>Category of the messages that every request writes.</summary>
    public const string Category = "Attune.Server.Requests";

    private long _seen;

    public bool IsEnabled(LogEvent logEvent) =>
        logEvent.Level >= LogEventLevel.Warning
        || !logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var source)
        || source is not ScalarValue { Value: Category }
        || Interlocked.Increment(ref _seen) % keepEvery == 0;
}

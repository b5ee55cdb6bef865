using Serilog.Core;
using Serilog.Events;

namespace Attune.Server.Logging;

/// <summary>Closes a log file without an error when its disk is full: what a program reports at its end is what went wrong, not that the log could not say so.</summary>
internal sealed class ForgivingSink(Logger inner) : ILogEventSink, IDisposable
{
    public void Emit(LogEvent logEvent) => inner.Write(logEvent);

    public void Dispose()
    {
        try
        {
            inner.Dispose();
        }
        catch (IOException)
        {
        }
    }
}

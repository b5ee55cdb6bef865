using Microsoft.Extensions.Logging;

namespace Attune.Server.Ingest;

/// <content>What a stream writes to the log.</content>
public sealed partial class IngestStream
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stream {Stream}: restored {Count} events of open windows from the ledger")]
    private partial void LogRestored(string stream, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stream {Stream}: its open windows cannot be restored yet and it takes nothing in: {Error}")]
    private partial void LogRestoreWaits(string stream, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream {Stream}: closed windows wait for the store: {Error}")]
    private partial void LogWindowsWait(string stream, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream {Stream}: not everything was finished at the stop: {Error}")]
    private partial void LogUnfinished(string stream, string error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Stream {Stream} cannot go on; restart the server, which makes its windows again from the ledger")]
    private partial void LogBroken(Exception error, string stream);
}

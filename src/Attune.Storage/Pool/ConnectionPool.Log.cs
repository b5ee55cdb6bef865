using Microsoft.Extensions.Logging;

namespace Attune.Storage.Pool;

/// <content>What a pool writes to the log.</content>
internal sealed partial class ConnectionPool
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool}: a connection has been lent for {Seconds:0.0} s; its borrower may have forgotten to give it back")]
    private partial void LogHeldTooLong(string pool, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool}: a lease was dropped without being disposed; its connection is closed")]
    private partial void LogDropped(string pool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool}: no connection in time; {InUse} of at most {Max} in use, {Waiters} callers wait")]
    private partial void LogTimeout(string pool, int inUse, int max, int waiters);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool}: a returned connection could not be reset and is closed: {Error}")]
    private partial void LogResetFailed(string pool, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pool {Pool}: the minimum of connections could not be opened: {Error}")]
    private partial void LogFillFailed(string pool, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pool {Pool}: an idle connection failed its check and is closed: {Error}")]
    private partial void LogInvalid(string pool, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pool {Pool}: closing a connection failed: {Error}")]
    private partial void LogCloseFailed(string pool, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pool {Pool}: cleared, {Idle} idle connections closed")]
    private partial void LogCleared(string pool, int idle);
}

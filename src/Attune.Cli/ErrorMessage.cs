using System.Net.Sockets;
using Attune.Cli.Output;
using Attune.Cli.Streams;
using Attune.Configuration;
using Attune.Lab.Load;
using Attune.Realtime.Client;
using Attune.Storage;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Declarative;
using Attune.Streaming.Kafka;
using Attune.Streaming.Sources;
using Confluent.Kafka;

namespace Attune.Cli;

/// <summary>Says in one line what went wrong. Only what nobody foresaw shows its type; nothing shows a stack trace.</summary>
internal static class ErrorMessage
{
    public static (int Code, string Message) Explain(Exception error) => error switch
    {
        UserErrorException or SourceException or LoadException or PipelineException => (ExitCodes.Usage, error.Message),
        ConfigurationException => (ExitCodes.Usage, $"the configuration is not valid: {error.Message}"),
        CheckpointException or KafkaSinkException => (ExitCodes.Failure, error.Message),
        KafkaException kafka => (ExitCodes.Failure, Kafka(kafka)),
        // The message is the server's: it must not steer the terminal.
        RealtimeException realtime => (realtime.Code == RealtimeException.Disconnected ? ExitCodes.Failure : ExitCodes.Usage, TerminalText.Escape(realtime.Message)),
        StorageException => (ExitCodes.Failure, error.Message),
        OperationCanceledException => (ExitCodes.Failure, "stopped."),
        _ when Find<SocketException>(error) is { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            (ExitCodes.Failure, $"{Address(error)} is in use: stop the program that has it, or choose another port with --port N (0 takes a free one)."),
        _ when Find<SocketException>(error) is { SocketErrorCode: SocketError.AccessDenied } =>
            (ExitCodes.Failure, "the port may not be used without more rights: choose one above 1023 with --port N."),
        _ when Find<SocketException>(error) is { SocketErrorCode: SocketError.AddressNotAvailable } =>
            (ExitCodes.Failure, "this machine does not have the address that server.address names."),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        IOException or UnauthorizedAccessException => (ExitCodes.Failure, error.Message),
        _ => (ExitCodes.Failure, $"unexpected {error.GetType().Name}: {error.Message}"),
    };

    private static string Kafka(KafkaException error) => error.Error.Code is ErrorCode.Local_Transport or ErrorCode.Local_TimedOut or ErrorCode.Local_AllBrokersDown
        ? $"no Kafka broker answered within {KafkaConnection.Patience.TotalSeconds:0} s ({error.Error.Reason}): check --brokers, or start a cluster to try things with 'attune stream broker'."
        : $"Kafka: {error.Error.Reason}";

    /// <summary>The address in Kestrel's message, which is nowhere else.</summary>
    private static string Address(Exception error) =>
        error.Message.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal))?.TrimEnd(':', '.') ?? "the port";

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found)
            {
                return found;
            }
        }

        return null;
    }
}

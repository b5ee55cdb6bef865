using System.Diagnostics;
using System.Text;
using Attune.Cli.Output;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Kafka;

namespace Attune.Cli.Streams;

/// <summary><c>attune stream produce</c>: lines become records.</summary>
internal static class ProduceRun
{
    private const int MostAtOnce = 1000;
    private const int MostShown = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(ProduceRequest request, CancellationToken cancellationToken)
    {
        if (request.File is not null && !File.Exists(request.File))
        {
            throw new UserErrorException($"--file must be a file that can be read; '{request.File}' is not there.");
        }

        await TopicCheck.RequireAsync(request.Kafka, request.Topic, cancellationToken);
        using var reader = request.File is { } path ? new StreamReader(path) : new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        await using var sink = new KafkaSink<(string Key, byte[] Value)>(request.Kafka, new KafkaSinkOptions { Topic = request.Topic }, KafkaEncoders.From<(string Key, byte[] Value)>(Encode));
        await sink.OpenAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var (sent, refused) = await SendAsync(request, reader, sink, clock, cancellationToken);
        await sink.FlushAsync(CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        if (request.Json)
        {
            JsonOutput.Write(new { topic = request.Topic, records = sent, refused, seconds = Math.Round(seconds, 3), recordsPerSecond = Math.Round(sent / seconds) });
        }
        else
        {
            Console.WriteLine($"{sent:N0} records to {request.Topic} in {seconds:0.0} s ({sent / seconds:N0}/s), all acknowledged.");
        }

        return refused == 0 ? ExitCodes.Success : AttuneCommandLine.Fail(ExitCodes.Failure, $"{refused:N0} lines were not sent: they have no usable field '{request.Key}'.");
    }

    private static async Task<(long Sent, long Refused)> SendAsync(
        ProduceRequest request, StreamReader reader, KafkaSink<(string Key, byte[] Value)> sink, Stopwatch clock, CancellationToken cancellationToken)
    {
        var (sent, refused, line) = (0L, 0L, 0L);
        var batch = new List<(string Key, byte[] Value)>(MostAtOnce);
        var parser = request.Key is { } field ? Parser(field) : null;
        var stop = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => stop.TrySetResult(null));
        var reading = reader.ReadLineAsync(CancellationToken.None).AsTask();
        while (!cancellationToken.IsCancellationRequested && await await Task.WhenAny(reading, stop.Task) is { } text)
        {
            line++;
            var value = Encoding.UTF8.GetBytes(text);
            if (parser is null)
            {
                batch.Add(("", value));
            }
            else if (parser.Parse(value, out var row, out var problem) == RowOutcome.Row)
            {
                batch.Add((row.Values![0].ToString(), value));
            }
            else if (refused++ < MostShown)
            {
                await Console.Error.WriteLineAsync($"line {line}: {problem?.Detail}");
            }

            reading = reader.ReadLineAsync(CancellationToken.None).AsTask();
            if (batch.Count >= MostAtOnce || !reading.IsCompleted || request.Rate is not null)
            {
                await sink.WriteAsync(batch.ToArray(), cancellationToken);
                sent += batch.Count;
                batch.Clear();
                await PaceAsync(request.Rate, sent, clock, cancellationToken);
            }
        }

        await sink.WriteAsync(batch.ToArray(), CancellationToken.None);
        return (sent + batch.Count, refused);
    }

    private static async Task PaceAsync(double? rate, long sent, Stopwatch clock, CancellationToken cancellationToken)
    {
        if (rate is not { } perSecond)
        {
            return;
        }

        var ahead = TimeSpan.FromSeconds(sent / perSecond) - clock.Elapsed;
        if (ahead > Pause)
        {
            await Task.WhenAny(Task.Delay(ahead, cancellationToken));
        }
    }

    private static RowParser Parser(string field)
    {
        var schema = new RowSchema();
        schema.Use(field, FieldUse.Key | FieldUse.Scalar);
        return new RowFormat(schema, null, [], KeepsRaw: false).CreateParser();
    }

    private static void Encode((string Key, byte[] Value) item, KafkaRecordWriter record)
    {
        if (item.Key.Length > 0)
        {
            Encoding.UTF8.GetBytes(item.Key, record.Key);
        }

        item.Value.CopyTo(record.Value.GetSpan(item.Value.Length));
        record.Value.Advance(item.Value.Length);
    }
}

using System.Runtime.CompilerServices;
using Attune.Streaming.Mail;

namespace Attune.Streaming.Sources;

/// <summary>Replays mail in the order in which it was delivered.</summary>
/// <remarks>
/// Files hold mail in no useful order, so all messages are parsed first (on all processors) and kept in memory, about the size of their
/// text. Messages without a delivery date come last.
/// </remarks>
public sealed class MailSource(string stream, IReadOnlyList<Func<MailInput>> messages, StreamingOptions options, IMailParser? parser = null) : IEventSource
{
    private readonly IMailParser _parser = parser ?? new MailParser();
    private ParsedMail[]? _parsed;
    private int _parsedCount;

    /// <inheritdoc/>
    public string Stream => stream;

    /// <inheritdoc/>
    public long? Total => messages.Count;

    /// <summary>How many messages have been parsed so far, before the replay begins.</summary>
    public int Parsed => Volatile.Read(ref _parsedCount);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parsed = _parsed ??= await Task.Run(() => ParseAll(cancellationToken), cancellationToken);
        var builder = new BatchBuilder(options);
        foreach (var mail in parsed)
        {
            builder.Units++;
            builder.UnitsParsed += mail.IsParsed ? 1 : 0;
            builder.ReceivedLines += mail.ReceivedLines;
            builder.Add(mail.Flows);
            builder.Add(mail.DeadLetters);
            if (mail.Text is { } text)
            {
                builder.Add(text);
            }

            if (mail.DeliveredAt is { } delivered)
            {
                builder.Advance(delivered - options.MaxOutOfOrderness);
            }

            if (builder.IsFull)
            {
                yield return builder.Take();
            }
        }

        if (!builder.IsEmpty)
        {
            yield return builder.Take();
        }
    }

    private ParsedMail[] ParseAll(CancellationToken cancellationToken)
    {
        var parsed = new ParsedMail[messages.Count];
        Volatile.Write(ref _parsedCount, 0);
        try
        {
            Parallel.For(0, parsed.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                parsed[index] = _parser.Parse(messages[index]() with { Stream = stream });
                Interlocked.Increment(ref _parsedCount);
            });
        }
        catch (AggregateException error) when (error.InnerExceptions.OfType<SourceException>().FirstOrDefault() is { } source)
        {
            throw new SourceException(source.Message, error);
        }

        // A stable sort, so that equal dates keep the order of the files and every run is the same.
        return [.. parsed.OrderBy(mail => mail.DeliveredAt ?? DateTime.MaxValue)];
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Attune.Events;
using Attune.Streaming.Json;
using Attune.Streaming.Watermarks;

namespace Attune.Streaming.Sources;

/// <summary>Events as JSON, one object a line (see <see cref="EventJsonParser"/>). Read as it is consumed; the file may be of any size.</summary>
/// <remarks>Ids given in the file are remembered (16 bytes each) so that a repeated one is reported instead of counted twice.</remarks>
public sealed class JsonLinesSource(string stream, string path, StreamingOptions options, TimeProvider? time = null) : IEventSource
{
    private const int MaxLineLength = 4 << 20;

    /// <inheritdoc/>
    public string Stream => stream;

    /// <inheritdoc/>
    public long? Total { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long units = 0;
        Total ??= await SourceFile.CountLinesAsync(path, cancellationToken);
        var origin = Path.GetFileName(path);
        var parser = new EventJsonParser(SourceFile.LatestTimestamp(time ?? TimeProvider.System), stream);
        var watermark = new BoundedOutOfOrderness(options.MaxOutOfOrderness);
        var builder = new BatchBuilder(options);
        var seen = new HashSet<EventId>();
        using var lines = new LineReader(SourceFile.Open(path), new UTF8Encoding(false), MaxLineLength);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                builder.Units++;
                units++;
                Read(line);
            }

            if (builder.IsFull)
            {
                yield return builder.Take();
            }
        }

        // Empty lines made the first count too high.
        Total = units;
        if (!builder.IsEmpty)
        {
            yield return builder.Take();
        }

        void Read(string line)
        {
            try
            {
                if (lines.IsCut)
                {
                    Reject(DeadLetterReasons.BadJson, $"the line is longer than {MaxLineLength} characters", line);
                    return;
                }

                using var document = JsonDocument.Parse(line);
                var parsed = parser.Parse(document.RootElement, $"{origin}:{lines.LineNumber}");
                if (!parsed.IsValid)
                {
                    Reject(DeadLetterReasons.BadField, string.Join("; ", parsed.Errors.Select(error => $"{error.Field}: {error.Message}")), line);
                    return;
                }

                if (!seen.Add(parsed.Flow?.Id ?? parsed.Text!.Id))
                {
                    Reject(DeadLetterReasons.RepeatedId, "an earlier line has the same id and timestamp", line);
                    return;
                }

                builder.UnitsParsed++;
                if (parsed.Flow is { } flow)
                {
                    builder.Add(flow);
                    builder.Advance(watermark.Observe(flow.Timestamp));
                }
                else
                {
                    builder.Add(parsed.Text!);
                    builder.Advance(watermark.Observe(parsed.Text!.Timestamp));
                }
            }
            catch (JsonException error)
            {
                Reject(DeadLetterReasons.BadJson, $"not valid JSON at column {error.BytePositionInLine + 1}", line);
            }
        }

        void Reject(string reason, string detail, string content) =>
            builder.Add(SourceFile.DeadLetter(origin, $"line {lines.LineNumber}", reason, detail, content));
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using Attune.Events;
using Attune.Streaming.Json;
using Attune.Streaming.Watermarks;
using CsvHelper;

namespace Attune.Streaming.Sources;

/// <summary>Flows as CSV with the header <c>timestamp,source_ip,destination_ip,bytes_transferred,protocol</c>, in any order of columns.</summary>
/// <remarks>A row's id is made from its content and line number, so equal rows of one file are different flows and a second run adds none.</remarks>
public sealed class FlowCsvSource(string stream, string path, StreamingOptions options, TimeProvider? time = null) : IEventSource
{
    private static readonly string[] Header = ["timestamp", "source_ip", "destination_ip", "bytes_transferred", "protocol"];

    /// <inheritdoc/>
    public string Stream => stream;

    /// <inheritdoc/>
    public long? Total { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var latest = SourceFile.LatestTimestamp(time ?? TimeProvider.System);
        long rows = 0;
        Total ??= Math.Max(0, await SourceFile.CountLinesAsync(path, cancellationToken) - 1);
        var origin = Path.GetFileName(path);
        var watermark = new BoundedOutOfOrderness(options.MaxOutOfOrderness);
        var builder = new BatchBuilder(options);
        await using var csv = CsvReader.Create(
            SourceFile.Open(path),
            new CsvReaderOptions { Separator = ',', TrimWhitespace = true, TrackLineNumbers = true, PoolStrings = true, MaxRecordSize = 1 << 20 });
        var columns = await ReadHeaderAsync(csv, cancellationToken);
        while (await NextAsync(csv, cancellationToken))
        {
            builder.Units++;
            rows++;
            Read();
            if (builder.IsFull)
            {
                yield return builder.Take();
            }
        }

        // Empty lines and rows of several lines made the first count too high.
        Total = rows;
        if (!builder.IsEmpty)
        {
            yield return builder.Take();
        }

        void Read()
        {
            if (csv.FieldCount != csv.Headers.Count)
            {
                Reject(DeadLetterReasons.BadColumns, $"the row has {csv.FieldCount} columns, the header {csv.Headers.Count}");
                return;
            }

            List<string> errors = [];
            void Check(int column, string? wrong)
            {
                if (wrong is not null)
                {
                    errors.Add($"{Header[column]}: {wrong}");
                }
            }

            Check(0, EventField.Timestamp(csv.GetString(columns[0]), latest, out var timestamp));
            Check(1, EventField.SourceIp(csv.GetString(columns[1]), out var source));
            Check(2, EventField.Destination(csv.GetString(columns[2]), out var destination));
            Check(3, EventField.Bytes(csv.GetString(columns[3]), out var bytes));
            Check(4, EventField.Protocol(csv.GetString(columns[4]), out var protocol));
            if (errors.Count > 0)
            {
                Reject(DeadLetterReasons.BadField, string.Join("; ", errors));
                return;
            }

            builder.UnitsParsed++;
            builder.Add(new Flow(EventId.Create(timestamp, $"{stream}:{csv.LineNumber}:{Raw()}"), timestamp, source, destination, bytes, protocol));
            builder.Advance(watermark.Observe(timestamp));
        }

        string Raw() => Encoding.UTF8.GetString(csv.RawRecord);

        void Reject(string reason, string detail) =>
            builder.Add(SourceFile.DeadLetter(origin, $"line {csv.LineNumber}", reason, detail, Raw()));
    }

    private async Task<int[]> ReadHeaderAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            await csv.ReadHeaderAsync(cancellationToken);
        }
        catch (CsvFormatException error)
        {
            throw Unreadable(error);
        }

        var columns = new int[Header.Length];
        for (var i = 0; i < Header.Length; i++)
        {
            if (!csv.TryGetFieldIndex(Header[i], out columns[i]))
            {
                throw new SourceException($"'{path}' has no column {Header[i]}: it must begin with the header {string.Join(',', Header)}.");
            }
        }

        return columns;
    }

    private async ValueTask<bool> NextAsync(CsvReader csv, CancellationToken cancellationToken)
    {
        try
        {
            return await csv.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException error)
        {
            throw Unreadable(error);
        }
    }

    private SourceException Unreadable(CsvFormatException error) => new($"'{path}' is not readable as CSV: {error.Message}", error);
}

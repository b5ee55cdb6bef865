using System.Text;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Pipelines.Sources;

namespace Attune.Streaming.Declarative.Files;

/// <summary>Reads a file of records as rows.</summary>
internal sealed class RecordFileReader(RecordReader records, IRecordParser parser) : ISourceReader<Row>
{
    private const int MaxContentLength = 2000;
    private static readonly RowProblem TooLong = new(RowProblems.BadJson, $"the line is longer than {RowFormat.MaxEventLength} bytes");

    public ReadOnlyMemory<byte> Position => RecordFileSource.Write(records.Offset, records.Line);

    public async ValueTask<bool> ReadAsync(SourceBuffer<Row> buffer, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (Take(buffer))
        {
            if (records.TryTakeTooLong())
            {
                Note(buffer, TooLong);
            }

            if (!await records.FillAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    public ValueTask CommitAsync(ReadOnlyMemory<byte> position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        (parser as IDisposable)?.Dispose();
        return records.DisposeAsync();
    }

    /// <summary>Adds the records in memory; true when more must be read, false when the buffer is full.</summary>
    private bool Take(SourceBuffer<Row> buffer)
    {
        // Failures take no room; without a limit a file of rubbish would end up in memory as a whole.
        while (buffer.Room > 0 && buffer.Failures.Count < buffer.Capacity)
        {
            if (!records.TryTake())
            {
                return true;
            }

            var record = records.Record;
            if (record.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            {
                continue;
            }

            switch (parser.Parse(record, out var row, out var problem))
            {
                case RowOutcome.Row:
                    buffer.Add(row, row.Ticks);
                    break;
                case RowOutcome.Problem:
                    Note(buffer, problem!);
                    break;
            }
        }

        return false;
    }

    private void Note(SourceBuffer<Row> buffer, RowProblem problem) => buffer.AddFailure(new SourceFailure(
        problem.Reason, problem.Detail, $"line {records.RecordLine}", Encoding.UTF8.GetString(records.Record[..Math.Min(records.Record.Length, MaxContentLength)])));
}

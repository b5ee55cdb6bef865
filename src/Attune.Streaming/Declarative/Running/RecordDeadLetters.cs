using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Declarative.Running;

/// <summary>Dead letters as JSON, one after the other.</summary>
internal sealed class RecordDeadLetters(ISink<OutputRecord> sink, TimeProvider time) : IDeadLetterSink, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly OutputRecord[] _one = new OutputRecord[1];

    public async ValueTask WriteAsync(StreamDeadLetter letter, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new { letter.Pipeline, letter.Stage, letter.Reason, letter.Detail, letter.Content, At = time.GetUtcNow().UtcDateTime }, Options);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _one[0] = new OutputRecord(default, json);
            await sink.WriteAsync(_one, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await sink.FlushAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes durable what was written, before a checkpoint passes over it; a sink that is slow or fails does not hold the pipeline up.</summary>
    public async ValueTask TryFlushAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            await FlushAsync(either.Token);
        }
#pragma warning disable CA1031 // Whatever the sink throws: the end of the run tells it, if it lasts.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
        }
#pragma warning restore CA1031
    }

    public async ValueTask DisposeAsync()
    {
        await sink.DisposeAsync();
        _gate.Dispose();
    }
}

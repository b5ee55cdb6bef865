using System.Threading.Channels;
using Attune.Streaming.Pipelines.Running.Meters;

namespace Attune.Streaming.Pipelines.DeadLetters;

/// <summary>Counts dead letters and hands them to the sink in the background. A sink that is slow or fails loses letters, counted; it never holds the pipeline up.</summary>
internal sealed class DeadLetterRoute : IAsyncDisposable
{
    /// <summary>Letters that may wait for the sink.</summary>
    public const int Capacity = 10_000;

    private const int MaxContent = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly PipelineMeter _meter;
    private readonly TimeProvider _time;
    private readonly Channel<(StreamDeadLetter? Letter, TaskCompletionSource? Flushed)>? _letters;
    private readonly Task _pump = Task.CompletedTask;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Starts the route.</summary>
    /// <param name="meter">Counts, and names the pipeline.</param>
    /// <param name="sink">Takes the letters; null: they are counted only.</param>
    /// <param name="time">The clock.</param>
    public DeadLetterRoute(PipelineMeter meter, IDeadLetterSink? sink, TimeProvider time)
    {
        (_meter, _time) = (meter, time);
        if (sink is not null)
        {
            _letters = Channel.CreateBounded<(StreamDeadLetter?, TaskCompletionSource?)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
            _pump = Task.Run(() => PumpAsync(sink, _letters.Reader));
        }
    }

    /// <summary>Reports something that could not be used; never throws and never waits.</summary>
    public void Report<T>(string stage, string reason, string detail, T content)
    {
        _meter.DeadLetter(stage, reason);
        if (_letters is not null && !_letters.Writer.TryWrite((new StreamDeadLetter(_meter.Pipeline, stage, reason, detail, Show(content)), null)))
        {
            _meter.LostDeadLetter();
        }
    }

    /// <summary>Completes when everything reported so far is with the sink, or after 5 seconds: before a checkpoint, so that a crash after it loses none.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_letters is null)
        {
            return;
        }

        try
        {
            await FlushedAsync(_letters.Writer).WaitAsync(Patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The letters that still wait are written later, or counted as lost: the pipeline goes on.
        }
    }

    /// <summary>Hands over what waits, for at most 5 seconds, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _letters?.Writer.TryComplete();
        try
        {
            await _pump.WaitAsync(Patience, _time);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
        }
    }

    private static async Task FlushedAsync(ChannelWriter<(StreamDeadLetter? Letter, TaskCompletionSource? Flushed)> letters)
    {
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await letters.WriteAsync((null, flushed));
        await flushed.Task;
    }

    private static string Show<T>(T content)
    {
        string text;
        try
        {
            text = content?.ToString() ?? "";
        }
        catch (Exception error)
        {
            text = $"({typeof(T).Name}; it cannot be shown: {error.Message})";
        }

        return text.Length <= MaxContent ? text : text[..MaxContent];
    }

    private async Task PumpAsync(IDeadLetterSink sink, ChannelReader<(StreamDeadLetter? Letter, TaskCompletionSource? Flushed)> letters)
    {
        await foreach (var (letter, flushed) in letters.ReadAllAsync())
        {
            flushed?.TrySetResult();
            try
            {
                if (letter is not null)
                {
                    await sink.WriteAsync(letter, _stop.Token);
                }
            }
            catch (Exception)
            {
                _meter.LostDeadLetter();
            }
        }
    }
}

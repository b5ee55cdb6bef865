using System.Diagnostics.CodeAnalysis;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.Plans;
using Attune.Streaming.Pipelines.Running;
using Attune.Streaming.Pipelines.Running.Reading;

namespace Attune.Streaming.Pipelines;

/// <summary>
/// The beginning of a pipeline that is fed by calls, by someone who knows the watermarks: <c>input.Stream.KeyBy(…)….To(…)</c>, then
/// <see cref="SendAsync"/>. Such a pipeline has no position to go on from, so it takes no checkpoints.
/// </summary>
/// <remarks>For one run; calls come one after the other. The sender waits while a buffer is full.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The run that it belongs to disposes of the loop.")]
public sealed class StreamInput<T>
{
    private InputLoop<T>? _loop;

    /// <summary>What is sent, to be described further.</summary>
    public DataStream<T> Stream => new(new InputNode<T>(this));

    /// <summary>Sends items and marks; the batch is the caller's again afterwards, without its content.</summary>
    /// <exception cref="InvalidOperationException">The pipeline has not been started, or has ended.</exception>
    public ValueTask SendAsync(Batch<T> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Loop.SendAsync(batch, cancellationToken);
    }

    /// <summary>Completes when everything that was sent has passed all steps and the sink has flushed it. Windows stay open.</summary>
    /// <exception cref="InvalidOperationException">The pipeline has not been started, or has ended.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Loop.FlushAsync(cancellationToken);

    /// <summary>Nothing will be sent any more: the run completes when everything is written. Windows that are open stay unreported, unless a mark of <see cref="long.MaxValue"/> was sent.</summary>
    public void Complete() => Loop.Complete();

    internal ISourceLoop Attach(IReceiver<T> next, PipelineBuild build)
    {
        if (build.Options.Checkpoints is not null)
        {
            throw new InvalidOperationException("A pipeline that is fed by calls takes no checkpoints: it has no position to go on from.");
        }

        return _loop is null
            ? _loop = new InputLoop<T>(next, build.Meter, build.Options.Time)
            : throw new InvalidOperationException("An input is for one run of one pipeline.");
    }

    private InputLoop<T> Loop => _loop ?? throw new InvalidOperationException("The pipeline has not been started.");
}

namespace Attune.Storage.Writing;

/// <summary>What one caller wants stored: all of it or nothing.</summary>
/// <param name="weight">Number of rows that it counts for in a group, at least 1.</param>
/// <param name="steps">What is to be done, in order.</param>
internal sealed class WriteRequest(int weight, params WriteStep[] steps)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Weight { get; } = Math.Max(1, weight);

    public IReadOnlyList<WriteStep> Steps { get; } = steps;

    /// <summary>True when the order of its steps counts, so that they cannot be merged with those of others.</summary>
    public bool IsOrdered { get; } = steps.Any(step => step is WorkStep);

    /// <summary>Ends when everything is durable.</summary>
    public Task Completion => _completion.Task;

    public void Complete() => _completion.TrySetResult();

    public void Fail(StorageException error) => _completion.TrySetException(error);
}

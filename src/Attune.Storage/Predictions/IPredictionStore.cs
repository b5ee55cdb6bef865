namespace Attune.Storage;

/// <summary>What models predicted.</summary>
public interface IPredictionStore
{
    /// <summary>Stores predictions; those whose id is stored already are left as they are. All are durable when it returns, or none is stored.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="ArgumentException">A prediction is not as <see cref="Prediction"/> says; nothing is stored.</exception>
    /// <exception cref="StorageException">Nothing was stored; the call may be tried again.</exception>
    Task<int> AppendAsync(IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken = default);

    /// <summary>One page of predictions, latest first.</summary>
    /// <exception cref="ArgumentException">The limit or the confidence is not allowed, or the time range ends before it begins.</exception>
    /// <exception cref="FormatException"><see cref="PredictionQuery.After"/> is no cursor of this query.</exception>
    Task<Page<Prediction>> GetAsync(PredictionQuery query, CancellationToken cancellationToken = default);

    /// <summary>How often each emotion was predicted in a time range (half open; null: without bound), most first.</summary>
    /// <exception cref="ArgumentException">The time range ends before it begins.</exception>
    Task<IReadOnlyList<EmotionTotal>> GetEmotionTotalsAsync(DateTime? from = null, DateTime? to = null, CancellationToken cancellationToken = default);
}

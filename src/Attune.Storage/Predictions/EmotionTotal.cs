namespace Attune.Storage;

/// <summary>How often an emotion was predicted.</summary>
/// <param name="Emotion">The emotion.</param>
/// <param name="Count">Number of predictions.</param>
/// <param name="MeanConfidence">Mean confidence, 0 to 1.</param>
/// <param name="MeanProcessingMs">Mean processing time in milliseconds.</param>
public sealed record EmotionTotal(string Emotion, long Count, double MeanConfidence, double MeanProcessingMs);

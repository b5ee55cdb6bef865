using Attune.Events;
using Attune.Storage.Writing;

namespace Attune.Storage;

/// <summary>What a model said about a text.</summary>
/// <param name="Id">Identity for exactly-once storage; begins with <paramref name="Timestamp"/>.</param>
/// <param name="Timestamp">When it was predicted, UTC, 1970 or later, in whole milliseconds.</param>
/// <param name="UserId">Whose text it is; null when nobody's.</param>
/// <param name="Text">The text.</param>
/// <param name="Emotion">The emotion that the model found most likely.</param>
/// <param name="Confidence">How sure it was, 0 to 1.</param>
/// <param name="ProcessingMs">How long it took, in milliseconds.</param>
/// <param name="Model">Name and version of the model.</param>
public sealed record Prediction(
    EventId Id, DateTime Timestamp, string? UserId, string Text, string Emotion, double Confidence, double ProcessingMs, string Model)
{
    /// <summary>Makes a prediction and derives its id.</summary>
    /// <param name="timestamp">When it was predicted, UTC; what is finer than a millisecond is cut off.</param>
    /// <param name="userId">Whose text it is; null when nobody's.</param>
    /// <param name="text">The text.</param>
    /// <param name="emotion">The emotion that the model found most likely.</param>
    /// <param name="confidence">How sure it was, 0 to 1.</param>
    /// <param name="processingMs">How long it took, in milliseconds.</param>
    /// <param name="model">Name and version of the model.</param>
    /// <param name="identity">What tells it from others of the same millisecond. Null: user, text and model.</param>
    /// <exception cref="ArgumentException">A value is not as described.</exception>
    public static Prediction Create(
        DateTime timestamp, string? userId, string text, string emotion, double confidence, double processingMs, string model, string? identity = null)
    {
        var time = RowChecks.WholeMilliseconds(timestamp);
        var made = new Prediction(EventId.Create(time, identity ?? $"{userId}\n{text}\n{model}"), time, userId, text, emotion, confidence, processingMs, model);
        made.Validate();
        return made;
    }

    /// <summary>Checks a prediction that was not made by <see cref="Create"/>.</summary>
    /// <exception cref="ArgumentException">A value is not as described, or the id does not begin with the time; the message says which.</exception>
    public void Validate()
    {
        RowChecks.CheckId(Id, Timestamp, nameof(Timestamp));
        ArgumentNullException.ThrowIfNull(Text, nameof(Text));
        ArgumentException.ThrowIfNullOrWhiteSpace(Emotion, nameof(Emotion));
        ArgumentException.ThrowIfNullOrWhiteSpace(Model, nameof(Model));
        if (Confidence is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"Confidence must be from 0 to 1, not {Confidence}.", nameof(Confidence));
        }

        RowChecks.CheckFinite(ProcessingMs, nameof(ProcessingMs));
    }
}

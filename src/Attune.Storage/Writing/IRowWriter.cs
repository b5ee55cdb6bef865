using Attune.Events;

namespace Attune.Storage.Writing;

/// <summary>Takes the values of one row, in the order of its table's columns.</summary>
internal interface IRowWriter
{
    void Write(long value);

    void Write(double value);

    void Write(bool value);

    /// <summary>An instant, kept as milliseconds since 1970, UTC.</summary>
    void Write(DateTime value);

    void Write(EventId value);

    /// <summary>Text that has passed <see cref="StoredText.Clean"/>, or null.</summary>
    void Write(string? value);
}

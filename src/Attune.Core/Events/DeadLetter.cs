namespace Attune.Events;

/// <summary>A piece of input that could not be used: kept with the reason and the place, never dropped in silence.</summary>
/// <param name="Id">Identity for exactly-once storage.</param>
/// <param name="Origin">Where the input came from, for example a file name.</param>
/// <param name="Position">Where in the origin it stands, for example <c>header Received #3, line 12</c>.</param>
/// <param name="Reason">Short, countable reason, for example <c>no-source-ip</c>.</param>
/// <param name="Detail">What exactly was wrong, for a person to read.</param>
/// <param name="Content">The offending text, cut at <see cref="MaxContentLength"/> characters.</param>
public sealed record DeadLetter(
    EventId Id,
    string Origin,
    string Position,
    string Reason,
    string Detail,
    string Content)
{
    /// <summary>Longest <see cref="Content"/> that is kept, in characters.</summary>
    public const int MaxContentLength = 2000;
}

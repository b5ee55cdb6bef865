namespace Attune.Storage;

/// <summary>A window's share of spam.</summary>
/// <param name="Start">First instant of the window, UTC.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="Spam">How many of them are spam.</param>
/// <param name="Share">Spam divided by messages, 0 to 1.</param>
public sealed record SpamDay(DateTime Start, long Messages, long Spam, double Share);

namespace Attune.Streaming.Declarative.Files;

/// <summary>How a CSV file is written.</summary>
/// <param name="Delimiter">Between two columns.</param>
internal sealed record CsvSettings(char Delimiter);

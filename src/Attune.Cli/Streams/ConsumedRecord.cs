namespace Attune.Cli.Streams;

/// <summary>A record that is to be printed.</summary>
internal sealed record ConsumedRecord(int Partition, long Offset, DateTime? Time, string? Key, string? Value);

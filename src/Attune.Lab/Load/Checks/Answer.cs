namespace Attune.Lab.Load;

/// <summary>What checks see of an answer.</summary>
/// <param name="status">Status; 0 for protocols without one.</param>
/// <param name="header">Header fields as lines <c>name: value</c> that end with CRLF.</param>
/// <param name="body">Body as far as it was kept.</param>
/// <param name="latency">Seconds from the intended start.</param>
internal readonly ref struct Answer(int status, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, double latency)
{
    public int Status { get; } = status;

    public ReadOnlySpan<byte> Header { get; } = header;

    public ReadOnlySpan<byte> Body { get; } = body;

    public double Latency { get; } = latency;
}

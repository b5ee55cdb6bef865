namespace Attune.Realtime.Wire;

/// <summary>Why a connection is closed (RFC 6455, 7.4.1, and its registry).</summary>
internal static class CloseCodes
{
    public const ushort Normal = 1000;

    public const ushort GoingAway = 1001;

    public const ushort UnsupportedData = 1003;

    public const ushort PolicyViolation = 1008;

    public const ushort TooBig = 1009;

    public const ushort TryAgainLater = 1013;
}

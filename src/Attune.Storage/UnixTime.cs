namespace Attune.Storage;

/// <summary>Instants as the store keeps them: milliseconds since 1970, UTC.</summary>
internal static class UnixTime
{
    public static long FromDateTime(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static DateTime ToDateTime(long milliseconds) => DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond);
}

namespace Attune.Storage.Alerts;

/// <summary>How an alert's values are stored.</summary>
internal static class AlertNames
{
    public static string Of(AlertState state) => state == AlertState.Firing ? "firing" : "resolved";

    public static string Of(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Info => "info",
        AlertSeverity.Warning => "warning",
        _ => "critical",
    };

    public static object? Of(DateTime? time) => time is { } instant ? UnixTime.FromDateTime(instant) : null;

    public static AlertSeverity Severity(string name) => name switch
    {
        "info" => AlertSeverity.Info,
        "warning" => AlertSeverity.Warning,
        _ => AlertSeverity.Critical,
    };
}

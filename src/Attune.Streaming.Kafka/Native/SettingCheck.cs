using System.Text;

namespace Attune.Streaming.Kafka.Native;

/// <summary>Asks librdkafka itself whether it knows a setting and takes a value, without making a client.</summary>
internal static class SettingCheck
{
    /// <summary>What is wrong with the setting, or null. The value is not in the text.</summary>
    public static string? Problem(string name, string value)
    {
        Span<byte> error = stackalloc byte[512];
        var configuration = Librdkafka.NewConfiguration();
        try
        {
            return Librdkafka.Set(configuration, name, value, error, (nuint)error.Length) switch
            {
                0 => null,
                -2 => $"'{name}' is no setting of librdkafka",
                _ => $"'{name}' does not take this value: {Encoding.UTF8.GetString(error[..error.IndexOf((byte)0)])}",
            };
        }
        finally
        {
            Librdkafka.DestroyConfiguration(configuration);
        }
    }
}

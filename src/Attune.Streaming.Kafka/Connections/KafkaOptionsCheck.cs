using System.Globalization;
using Attune.Configuration;
using Attune.Streaming.Kafka.Native;
using Attune.Streaming.Kafka.Profiles;

namespace Attune.Streaming.Kafka.Connections;

internal static class KafkaOptionsCheck
{
    private const string Origin = "options";

    // What decides whether records are lost or doubled, or has an option of its own.
    private static readonly HashSet<string> Owned = new(StringComparer.Ordinal)
    {
        "bootstrap.servers", "metadata.broker.list", "client.id", "group.id", "transactional.id", "security.protocol", "sasl.mechanism", "sasl.mechanisms",
        "sasl.username", "sasl.password", "ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.key.password", "enable.auto.commit",
        "auto.commit.enable", "enable.auto.offset.store", "auto.offset.reset", "partition.assignment.strategy", "enable.partition.eof",
        "statistics.interval.ms", "group.protocol", "delivery.report.only.error",
    };

    public static IEnumerable<ConfigurationError> Errors(KafkaOptions options, string path)
    {
        foreach (var error in Bootstrap(options.BootstrapServers))
        {
            yield return new ConfigurationError($"{path}.bootstrap_servers", error, Origin);
        }

        if (options.ClientId is not { Length: > 0 and <= 255 })
        {
            yield return new ConfigurationError($"{path}.client_id", "must have 1 to 255 characters", Origin);
        }

        if (!Enum.IsDefined(options.Profile))
        {
            yield return new ConfigurationError($"{path}.profile", "is no Kafka profile", Origin);
            yield break;
        }

        foreach (var (name, error) in Security(options))
        {
            yield return new ConfigurationError($"{path}.{name}", error, Origin);
        }

        foreach (var (name, error) in Overrides(options.ProducerOverrides))
        {
            yield return new ConfigurationError($"{path}.producer_overrides.{name}", error, Origin);
        }

        foreach (var (name, error) in Overrides(options.ConsumerOverrides))
        {
            yield return new ConfigurationError($"{path}.consumer_overrides.{name}", error, Origin);
        }

        if (IdempotenceProblem(options) is { } problem)
        {
            yield return new ConfigurationError($"{path}.producer_overrides", problem, Origin);
        }
    }

    private static IEnumerable<string> Bootstrap(string? servers)
    {
        var all = (servers ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (all.Length == 0)
        {
            yield return "names no broker; give host:port, separated by commas";
        }

        foreach (var server in all)
        {
            var colon = server.LastIndexOf(':');
            if (colon <= 0 || server.Contains(' ', StringComparison.Ordinal)
                || !int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            {
                yield return $"'{server}' is not host:port";
            }
        }
    }

    private static IEnumerable<(string Name, string Error)> Security(KafkaOptions options)
    {
        var login = options.Security is KafkaSecurity.SaslPlaintext or KafkaSecurity.SaslSsl;
        var tls = options.Security is KafkaSecurity.Ssl or KafkaSecurity.SaslSsl;
        if (login && string.IsNullOrEmpty(options.Username))
        {
            yield return ("username", $"is missing; {options.Security} needs a login");
        }

        if (login && string.IsNullOrEmpty(options.Password))
        {
            yield return ("password", $"is missing; {options.Security} needs a login");
        }

        if (!login && (!string.IsNullOrEmpty(options.Username) || !string.IsNullOrEmpty(options.Password)))
        {
            yield return ("security", $"is {options.Security}, which has no login; with a user it must be SaslSsl or SaslPlaintext");
        }

        if (string.IsNullOrEmpty(options.SslKeyLocation) != string.IsNullOrEmpty(options.SslCertificateLocation))
        {
            yield return ("ssl_key_location", "and ssl_certificate_location belong together");
        }

        foreach (var (name, file) in new[]
        {
            ("ssl_ca_location", options.SslCaLocation), ("ssl_certificate_location", options.SslCertificateLocation), ("ssl_key_location", options.SslKeyLocation),
        })
        {
            if (string.IsNullOrEmpty(file))
            {
                continue;
            }

            if (!tls)
            {
                yield return (name, $"has no use with {options.Security}; TLS is Ssl or SaslSsl");
            }
            else if (!File.Exists(file) && !(name == "ssl_ca_location" && Directory.Exists(file)))
            {
                yield return (name, $"'{file}' is not there");
            }
        }
    }

    private static IEnumerable<(string Name, string Error)> Overrides(IDictionary<string, string> overrides)
    {
        foreach (var (name, value) in overrides)
        {
            if (Owned.Contains(name))
            {
                yield return (name, $"'{name}' is set by Attune, or has an option of its own");
            }
            else if (SettingCheck.Problem(name, value) is { } problem)
            {
                yield return (name, problem);
            }
        }
    }

    // librdkafka would say so only when the producer is made.
    private static string? IdempotenceProblem(KafkaOptions options)
    {
        var settings = KafkaProfiles.Producer(options.Profile).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        foreach (var (name, value) in options.ProducerOverrides)
        {
            settings[name] = value;
        }

        if (!settings.TryGetValue("enable.idempotence", out var idempotent) || !idempotent.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if ((settings.GetValueOrDefault("acks") ?? "all") is not ("all" or "-1"))
        {
            return "'acks' must be all with enable.idempotence=true";
        }

        return settings.GetValueOrDefault("retries") == "0" ? "'retries' must not be 0 with enable.idempotence=true" : null;
    }
}

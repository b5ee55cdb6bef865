using System.CommandLine;
using Attune.Cli.Load;
using Attune.Configuration;
using Attune.Streaming.Kafka;

namespace Attune.Cli.Streams;

/// <summary>The options of the commands that talk to a Kafka cluster.</summary>
internal sealed class KafkaConnection
{
    /// <summary>Longest time for a cluster to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string PasswordVariable = "ATTUNE_KAFKA_PASSWORD";

    private readonly Option<string?> _brokers = LoadRequestOptions.Text("--brokers", "HOST:PORT", "Brokers to begin with, separated by commas (default: 127.0.0.1:9092). One that does not answer within 10 s is an error.");
    private readonly Option<string?> _profile = LoadRequestOptions.Text("--profile", "NAME", "durable (default), high-throughput (may lose or double records) or low-latency (may lose records).");
    private readonly Option<string?> _security = LoadRequestOptions.Text("--security", "NAME", "plaintext (default), ssl, sasl_plaintext or sasl_ssl.");
    private readonly Option<string?> _mechanism = LoadRequestOptions.Text("--sasl-mechanism", "NAME", "plain, scram_sha256 or scram_sha512 (default).");
    private readonly Option<string?> _user = LoadRequestOptions.Text("--user", "NAME", $"User to log in with; the password comes from {PasswordVariable}.");
    private readonly Option<string?> _ca = LoadRequestOptions.Text("--ca", "FILE", "Certificates to trust, PEM (default: the system's).");

    public static KafkaConnection AddTo(Command command, bool hasProfile)
    {
        var connection = new KafkaConnection();
        foreach (var option in new Option[] { connection._brokers, connection._security, connection._mechanism, connection._user, connection._ca })
        {
            command.Add(option);
        }

        if (hasProfile)
        {
            command.Add(connection._profile);
        }

        return connection;
    }

    public KafkaOptions Options(ParseResult parsed)
    {
        var options = new KafkaOptions
        {
            BootstrapServers = parsed.GetValue(_brokers) ?? "127.0.0.1:9092",
            Profile = parsed.GetResult(_profile) is null ? KafkaProfile.Durable : Choice("--profile", parsed.GetValue(_profile),
                ("durable", KafkaProfile.Durable), ("high-throughput", KafkaProfile.HighThroughput), ("low-latency", KafkaProfile.LowLatency)),
            Security = Choice("--security", parsed.GetValue(_security),
                ("plaintext", KafkaSecurity.Plaintext), ("ssl", KafkaSecurity.Ssl), ("sasl_plaintext", KafkaSecurity.SaslPlaintext), ("sasl_ssl", KafkaSecurity.SaslSsl)),
            SaslMechanism = Choice("--sasl-mechanism", parsed.GetValue(_mechanism) ?? "scram_sha512",
                ("plain", KafkaSaslMechanism.Plain), ("scram_sha256", KafkaSaslMechanism.ScramSha256), ("scram_sha512", KafkaSaslMechanism.ScramSha512)),
            Username = parsed.GetValue(_user),
            Password = parsed.GetValue(_user) is null ? null : Environment.GetEnvironmentVariable(PasswordVariable),
            SslCaLocation = parsed.GetValue(_ca),
        };
        try
        {
            options.Validate("");
            return options;
        }
        catch (ConfigurationException error)
        {
            throw new UserErrorException(string.Join("; ", error.Errors.Select(each => $"{OptionOf(each.Path.TrimStart('.'))} {each.Message}")) + ".");
        }
    }

    private static string OptionOf(string path) => path switch
    {
        "bootstrap_servers" => "--brokers",
        "username" => "--user",
        "password" => PasswordVariable,
        "ssl_ca_location" => "--ca",
        "security" => "--security",
        _ => path,
    };

    /// <summary>The first choice is the default.</summary>
    private static T Choice<T>(string option, string? text, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (text is null || text == name)
            {
                return value;
            }

            names.Add(name);
        }

        throw new UserErrorException($"{option} must be one of {string.Join(", ", names)}; this is '{text}'.");
    }
}

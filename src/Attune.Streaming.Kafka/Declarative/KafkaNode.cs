using Attune.Configuration;
using Attune.Streaming.Declarative;

namespace Attune.Streaming.Kafka.Declarative;

/// <summary>Reads what sources and sinks have in common: the cluster and how to log in.</summary>
internal static class KafkaNode
{
    /// <summary>Keys of a description whose options are named otherwise.</summary>
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["bootstrap_servers"] = "brokers", ["ssl_ca_location"] = "ca", ["ssl_certificate_location"] = "certificate", ["ssl_key_location"] = "key_file",
    };

    public static KafkaOptions Options(PipelineNode node)
    {
        var options = new KafkaOptions
        {
            BootstrapServers = string.Join(',', node.Texts("brokers")),
            ClientId = node.Text("client_id") ?? "attune",
            Profile = node.Choice(
                "profile", ("durable", KafkaProfile.Durable), ("high-throughput", KafkaProfile.HighThroughput), ("low-latency", KafkaProfile.LowLatency)) ?? KafkaProfile.Durable,
            Security = node.Choice(
                "security", ("plaintext", KafkaSecurity.Plaintext), ("ssl", KafkaSecurity.Ssl), ("sasl_plaintext", KafkaSecurity.SaslPlaintext),
                ("sasl_ssl", KafkaSecurity.SaslSsl)) ?? KafkaSecurity.Plaintext,
            SaslMechanism = node.Choice(
                "sasl_mechanism", ("plain", KafkaSaslMechanism.Plain), ("scram_sha256", KafkaSaslMechanism.ScramSha256),
                ("scram_sha512", KafkaSaslMechanism.ScramSha512)) ?? KafkaSaslMechanism.ScramSha512,
            Username = node.Text("username"),
            Password = node.Text("password"),
            SslCaLocation = node.FilePath("ca"),
            SslCertificateLocation = node.FilePath("certificate"),
            SslKeyLocation = node.FilePath("key_file"),
            SslKeyPassword = node.Text("key_password"),
        };
        try
        {
            options.Validate("");
        }
        catch (ConfigurationException error)
        {
            foreach (var each in error.Errors)
            {
                var name = each.Path.TrimStart('.');
                node.Fail(Keys.GetValueOrDefault(name, name), each.Message);
            }
        }

        return options;
    }

    public static string Topic(PipelineNode node) => node.RequiredText("topic", "the topic");
}

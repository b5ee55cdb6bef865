using Attune.Configuration;
using Attune.Streaming.Kafka.Connections;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Tests;

public sealed class KafkaOptionsTests
{
    private const string Secret = "s3cr3t-of-the-test";

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("host")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    [InlineData("host:x")]
    [InlineData("ho st:9092")]
    [InlineData(":9092")]
    public void Validate_BrokersThatAreNone_AreRefused(string servers) => ErrorOf(new() { BootstrapServers = servers }).Path.ShouldBe("kafka.bootstrap_servers");

    [Theory]
    [InlineData("localhost:9092")]
    [InlineData("a:1, b:2")]
    [InlineData("[::1]:9092")]
    public void Validate_Brokers_AreTaken(string servers) => new KafkaOptions { BootstrapServers = servers }.Validate();

    [Fact]
    public void Validate_UnknownOverride_IsRefusedWithItsName()
    {
        var options = Reachable();
        options.ProducerOverrides["linger.msec"] = "5";
        var error = ErrorOf(options);
        error.Path.ShouldBe("kafka.producer_overrides.linger.msec");
        error.Message.ShouldContain("'linger.msec' is no setting");
    }

    [Theory]
    [InlineData("linger.ms", "soon")]
    [InlineData("compression.type", "rar")]
    [InlineData("batch.size", "0")]
    [InlineData("enable.auto.commit", "true")]
    [InlineData("auto.offset.reset", "latest")]
    public void Validate_OverrideThatIsWrongOrNotItsOwn_IsRefused(string name, string value)
    {
        var options = Reachable();
        options.ConsumerOverrides[name] = value;
        ErrorOf(options).Path.ShouldBe($"kafka.consumer_overrides.{name}");
    }

    [Fact]
    public void Validate_OverrideAgainstIdempotence_IsRefused()
    {
        var options = Reachable();
        options.ProducerOverrides["acks"] = "1";
        ErrorOf(options).Message.ShouldContain("acks");
        options.Profile = KafkaProfile.HighThroughput;
        options.Validate();
    }

    [Fact]
    public void Override_ComesAfterTheProfile()
    {
        var options = Reachable();
        options.ProducerOverrides["linger.ms"] = "77";
        ClientSettings.Producer(options).LingerMs.ShouldBe(77);
    }

    [Fact]
    public void Validate_LoginWithoutUserOrPassword_IsRefused()
    {
        var options = Reachable();
        options.Security = KafkaSecurity.SaslSsl;
        Should.Throw<ConfigurationException>(() => options.Validate()).Errors.Select(error => error.Path).ShouldBe(["kafka.username", "kafka.password"]);
    }

    [Fact]
    public void Validate_UserWithoutALogin_IsRefused()
    {
        var options = Reachable();
        (options.Username, options.Password) = ("me", Secret);
        ErrorOf(options).Path.ShouldBe("kafka.security");
    }

    [Fact]
    public void Validate_CertificateThatIsNotThere_IsRefused()
    {
        var options = Reachable();
        options.Security = KafkaSecurity.Ssl;
        options.SslCaLocation = "/no/such/ca.pem";
        ErrorOf(options).Message.ShouldContain("/no/such/ca.pem");
    }

    [Fact]
    public void Password_IsInTheClientButInNoText()
    {
        var options = Reachable();
        options.Security = KafkaSecurity.SaslSsl;
        (options.Username, options.Password) = ("me", Secret);
        options.ProducerOverrides["nonsense"] = Secret;
        options.ToString().ShouldNotContain(Secret);
        Should.Throw<ConfigurationException>(() => options.Validate()).ToString().ShouldNotContain(Secret);
        options.ProducerOverrides.Clear();
        options.Validate();
        var config = ClientSettings.Producer(options);
        config.SaslPassword.ShouldBe(Secret);
        config.SaslMechanism.ShouldBe(SaslMechanism.ScramSha512);
        config.SecurityProtocol.ShouldBe(SecurityProtocol.SaslSsl);
    }

    [Fact]
    public void NativeLibrary_HasTlsScramAndCompression()
    {
        // Made from its source where no registry has it: then it must not lack what the options offer.
        foreach (var (name, value) in new[]
        {
            ("security.protocol", "sasl_ssl"), ("sasl.mechanisms", "SCRAM-SHA-512"), ("compression.type", "gzip"), ("compression.type", "lz4"), ("compression.type", "zstd"),
            ("compression.type", "snappy"),
        })
        {
            Native.SettingCheck.Problem(name, value).ShouldBeNull();
        }
    }

    private static KafkaOptions Reachable() => new() { BootstrapServers = "localhost:9092" };

    private static ConfigurationError ErrorOf(KafkaOptions options) => Should.Throw<ConfigurationException>(() => options.Validate()).Errors.ShouldHaveSingleItem();
}

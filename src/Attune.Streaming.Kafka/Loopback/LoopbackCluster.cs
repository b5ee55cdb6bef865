using System.Runtime.InteropServices;
using System.Text;
using Attune.Streaming.Kafka.Native;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Loopback;

/// <summary>
/// A Kafka cluster in the memory of this process that speaks the real protocol on loopback ports: for tests, benchmarks and for trying
/// things. Every client can use it by <see cref="BootstrapServers"/>, also one of another process. What it holds is gone when it ends.
/// </summary>
/// <remarks>
/// It is librdkafka's own mock cluster. It writes, reads, balances groups and takes part in transactions, and it fails on demand. What it lacks:
/// <list type="bullet">
/// <item>A partition keeps its newest 5 MiB only, whoever has read them or not.</item>
/// <item>Nothing is replicated: a broker that is down takes its partitions with it.</item>
/// <item>No admin requests: <see cref="CreateTopic"/> makes topics; asking for an unknown topic makes it with four partitions.</item>
/// <item>Readers see records of open and aborted transactions, too; offsets that are committed in a transaction are forgotten; a new writer does
/// not shut out an older one of its name; the marks of transactions fail <c>check.crcs</c>.</item>
/// <item>A producer that is idempotent without transactions may double a record when a connection breaks between writing and answering.</item>
/// <item>A fetch that finds nothing waits for the whole of <c>fetch.wait.max.ms</c>, even when a record comes meanwhile.</item>
/// <item>All brokers share one thread.</item>
/// </list>
/// All members may be called from any thread.
/// </remarks>
public sealed class LoopbackCluster : IDisposable
{
    private readonly nint _client;
    private readonly nint _cluster;
    private readonly Lock _gate = new();
    private bool _disposed;

    private LoopbackCluster(nint client, nint cluster, int brokers)
    {
        _client = client;
        _cluster = cluster;
        Brokers = brokers;
        BootstrapServers = Marshal.PtrToStringUTF8(Librdkafka.Bootstraps(cluster))!;
    }

    /// <summary>Number of brokers; their ids are 1 to this.</summary>
    public int Brokers { get; }

    /// <summary>Addresses of all brokers, for <c>bootstrap.servers</c>.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a cluster on free loopback ports.</summary>
    /// <param name="brokers">Number of brokers, 1 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="brokers"/> is out of range.</exception>
    /// <exception cref="KafkaException">The cluster cannot be started.</exception>
    public static LoopbackCluster Start(int brokers = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(brokers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brokers, 100);
        Span<byte> error = stackalloc byte[512];
        var configuration = Librdkafka.NewConfiguration();
        Librdkafka.Set(configuration, "client.id", "attune-loopback", error, (nuint)error.Length);
        Librdkafka.Set(configuration, "log_level", "0", error, (nuint)error.Length);
        var client = Librdkafka.NewClient(Librdkafka.Producer, configuration, error, (nuint)error.Length);
        if (client == 0)
        {
            Librdkafka.DestroyConfiguration(configuration);
            throw new KafkaException(new Error(ErrorCode.Local_Fail, Encoding.UTF8.GetString(error[..error.IndexOf((byte)0)])));
        }

        var cluster = Librdkafka.NewCluster(client, brokers);
        if (cluster == 0)
        {
            Librdkafka.DestroyClient(client);
            throw new KafkaException(new Error(ErrorCode.Local_Fail, "librdkafka cannot start a cluster on loopback."));
        }

        Librdkafka.SetRebalanceDelay(cluster, 0);
        return new LoopbackCluster(client, cluster, brokers);
    }

    /// <summary>Creates a topic whose partitions are led by the brokers in turn.</summary>
    /// <exception cref="KafkaException">The topic exists, or its name is not allowed.</exception>
    public void CreateTopic(string topic, int partitions)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topic);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        Call(() => Librdkafka.CreateTopic(_cluster, topic, partitions, Math.Min(3, Brokers)), $"create topic '{topic}'");
    }

    /// <summary>Deletes a topic with all that it holds.</summary>
    /// <exception cref="KafkaException">There is no such topic.</exception>
    public void DeleteTopic(string topic) => Call(() => Librdkafka.DeleteTopic(_cluster, topic), $"delete topic '{topic}'");

    /// <summary>Drops the records before an offset, as retention does.</summary>
    /// <exception cref="KafkaException">There is no such partition, or it ends before the offset.</exception>
    public void DeleteRecords(string topic, int partition, long beforeOffset) =>
        Call(() => Librdkafka.DeleteRecords(_cluster, topic, partition, beforeOffset), $"delete records of '{topic}'");

    /// <summary>Makes another broker the leader of a partition.</summary>
    public void MoveLeader(string topic, int partition, int broker) =>
        Call(() => Librdkafka.SetLeader(_cluster, topic, partition, Known(broker)), $"move '{topic}' [{partition}]");

    /// <summary>Makes another broker the coordinator of a consumer group.</summary>
    public void MoveGroupCoordinator(string group, int broker) =>
        Call(() => Librdkafka.SetCoordinator(_cluster, "group", group, Known(broker)), $"move the coordinator of '{group}'");

    /// <summary>Cuts a broker's connections and accepts no new ones. The partitions that it leads are away until it returns.</summary>
    public void StopBroker(int broker) => Call(() => Librdkafka.SetDown(_cluster, Known(broker)), $"stop broker {broker}");

    /// <summary>Lets a stopped broker return, with all that it held.</summary>
    public void StartBroker(int broker) => Call(() => Librdkafka.SetUp(_cluster, Known(broker)), $"start broker {broker}");

    /// <summary>Stops all brokers.</summary>
    public void StopAll() => Call(() => Librdkafka.SetDown(_cluster, -1), "stop all brokers");

    /// <summary>Starts all brokers.</summary>
    public void StartAll() => Call(() => Librdkafka.SetUp(_cluster, -1), "start all brokers");

    /// <summary>Delays every answer of a broker. Whole milliseconds; zero delays nothing.</summary>
    public void DelayAnswers(int broker, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Call(() => Librdkafka.SetRoundTrip(_cluster, Known(broker), (int)delay.TotalMilliseconds), $"delay broker {broker}");
    }

    /// <summary>
    /// The next requests of a kind fail, one for each error, in that order, whichever client sends them.
    /// <see cref="ErrorCode.Local_Transport"/> cuts the connection instead of answering. <see cref="ErrorCode.NoError"/> lets one request pass.
    /// </summary>
    public void FailNext(KafkaRequest request, params ReadOnlySpan<ErrorCode> errors)
    {
        Span<int> codes = stackalloc int[Math.Min(errors.Length, 256)];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            while (errors.Length > 0)
            {
                var count = Math.Min(errors.Length, codes.Length);
                for (var index = 0; index < count; index++)
                {
                    codes[index] = (int)errors[index];
                }

                Librdkafka.PushErrors(_cluster, (short)request, (nuint)count, codes[..count]);
                errors = errors[count..];
            }
        }
    }

    /// <summary>Forgets what <see cref="FailNext"/> has planned for a kind of request.</summary>
    public void StopFailing(KafkaRequest request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Librdkafka.ClearErrors(_cluster, (short)request);
        }
    }

    /// <summary>Ends the cluster; what it holds is lost, and its clients lose their connections.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Librdkafka.DestroyCluster(_cluster);
            Librdkafka.DestroyClient(_client);
        }
    }

    private int Known(int broker)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(broker, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(broker, Brokers);
        return broker;
    }

    private void Call(Func<int> native, string what)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if ((ErrorCode)native() is not ErrorCode.NoError and var code)
            {
                throw new KafkaException(new Error(code, $"Cannot {what}: {code.GetReason()}."));
            }
        }
    }
}

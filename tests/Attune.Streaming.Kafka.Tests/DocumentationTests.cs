using System.Runtime.CompilerServices;
using Attune.Streaming.Kafka.Profiles;
using Attune.Streaming.Kafka.Topics;

namespace Attune.Streaming.Kafka.Tests;

public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "kafka.md"));

    [Fact]
    public void Page_ShowsEverySettingOfEveryProfileAsItIs()
    {
        foreach (var profile in Enum.GetValues<KafkaProfile>())
        {
            Page.ShouldContain($"`{KafkaProfiles.NameOf(profile)}`");
            Contains(KafkaProfiles.Producer(profile));
            Contains(KafkaProfiles.Consumer(profile));
            Page.ShouldContain($"(`PipelineOptions.BatchSize` to go with it: {KafkaProfiles.BatchSize(profile):N0})");
        }

        foreach (var profile in Enum.GetValues<KafkaTopicProfile>())
        {
            Page.ShouldContain($"### `{profile}`");
            Contains(KafkaTopicProfiles.Settings(profile));
        }
    }

    private static void Contains(IReadOnlyList<KafkaSetting> settings) =>
        Page.ShouldContain(string.Concat(settings.Select(setting => $"| `{setting.Name}` | `{setting.Value}` | {setting.Effect} |\n")));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

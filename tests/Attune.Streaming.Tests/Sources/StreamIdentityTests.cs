using Attune.Events;
using Attune.Streaming.Sources;
using Attune.Testing;

namespace Attune.Streaming.Tests.Sources;

public sealed class StreamIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("flows.csv", "timestamp,source_ip,destination_ip,bytes_transferred,protocol\n2002-08-22,10.0.0.1,mx,1,smtp\n")]
    [InlineData("events.jsonl", "{\"id\":\"7\",\"timestamp\":\"2002-08-22\",\"source_ip\":\"10.0.0.1\",\"destination_ip\":\"mx\",\"bytes_transferred\":1,\"protocol\":\"smtp\"}\n")]
    [InlineData("mail.mbox", "From a Thu Aug 22 12:36:23 2002\nReceived: from mx (mx [192.0.2.7]) by in.example.net with ESMTP; Thu, 22 Aug 2002 12:36:20 +0100\nDate: Thu, 22 Aug 2002 12:30:00 +0100\n\nBody\n")]
    public async Task Open_TwoFilesOfOneName_AreTwoStreamsWithIdsOfTheirOwn(string name, string content)
    {
        var ids = new List<EventId>();
        var streams = new List<string>();
        foreach (var folder in new[] { "a", "b" })
        {
            Directory.CreateDirectory(_folder.File(folder));
            var path = Path.Combine(_folder.File(folder), name);
            await File.WriteAllTextAsync(path, content);
            var source = EventSources.Open(path, null, new StreamingOptions());
            streams.Add(source.Stream);
            await foreach (var batch in source.ReadAsync(CancellationToken.None))
            {
                ids.AddRange(batch.Flows.Select(flow => flow.Id));
            }
        }

        streams.Distinct().Count().ShouldBe(2);
        ids.Count.ShouldBe(2);
        ids.Distinct().Count().ShouldBe(2);
    }
}

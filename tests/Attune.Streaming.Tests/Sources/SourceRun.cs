using System.Text;
using Attune.Events;
using Attune.Streaming.Sources;
using Attune.Testing;

namespace Attune.Streaming.Tests.Sources;

/// <summary>Everything that one pass over a source gave.</summary>
internal sealed record SourceRun(IReadOnlyList<SourceBatch> Batches)
{
    public List<Flow> Flows => [.. Batches.SelectMany(batch => batch.Flows)];

    public List<TextEvent> Texts => [.. Batches.SelectMany(batch => batch.Texts)];

    public List<DeadLetter> Letters => [.. Batches.SelectMany(batch => batch.DeadLetters)];

    public List<EventId> Ids => [.. Flows.Select(flow => flow.Id), .. Texts.Select(text => text.Id), .. Letters.Select(letter => letter.Id)];

    public int Units => Batches.Sum(batch => batch.Units);

    public int UnitsParsed => Batches.Sum(batch => batch.UnitsParsed);

    public static async Task<SourceRun> ReadAsync(IEventSource source)
    {
        var batches = new List<SourceBatch>();
        await foreach (var batch in source.ReadAsync(CancellationToken.None))
        {
            batches.Add(batch);
        }

        return new SourceRun(batches);
    }

    /// <summary>Writes the content to a file and reads that.</summary>
    public static async Task<SourceRun> OfFileAsync(string name, string content, StreamingOptions? options = null, Encoding? encoding = null)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File(name), content, encoding ?? new UTF8Encoding(false));
        return await ReadAsync(EventSources.Open(folder.File(name), "test", options ?? new StreamingOptions()));
    }
}

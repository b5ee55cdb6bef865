using Attune.Lab.History;
using Attune.Testing;

namespace Attune.Lab.Tests.History;

public sealed class BenchmarkDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Document_WrittenAndRead_IsTheSame()
    {
        var record = Records.Of([1, 2], parameters: new Dictionary<string, string> { ["a"] = "b" });
        await File.WriteAllTextAsync(_folder.File("run.json"), new BenchmarkDocument(record.Run, [record.Measurement]).ToJson());

        var read = (await BenchmarkDocument.LoadAsync(_folder.File("run.json"))).ToRecords().ShouldHaveSingleItem();

        read.Run.ShouldBe(record.Run);
        read.Measurement.Samples.ShouldBe(record.Measurement.Samples);
        SeriesKey.Of(read.Measurement).ShouldBe(SeriesKey.Of(record.Measurement));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"run\":{},\"measurements\":[]}")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task LoadAsync_AnotherFile_SaysThatItIsNone(string content)
    {
        await File.WriteAllTextAsync(_folder.File("run.json"), content);

        (await Should.ThrowAsync<FormatException>(() => BenchmarkDocument.LoadAsync(_folder.File("run.json")))).Message.ShouldContain("no run of benchmarks");
    }
}

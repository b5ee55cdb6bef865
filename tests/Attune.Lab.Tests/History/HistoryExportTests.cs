using System.Text.Json;
using Attune.Lab.History;
using Attune.Testing;

namespace Attune.Lab.Tests.History;

public sealed class HistoryExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Csv_QuotesAndDefusesFormulas()
    {
        var record = Records.Of([1.5], label: "=HYPERLINK(\"x\"),y");

        var lines = HistoryExport.Write([record], ExportFormat.Csv).Split("\r\n");

        lines[0].ShouldStartWith("run,started_at,suite,name,");
        lines[1].ShouldContain("s,sort,,1.5,ms,lower");
        lines[1].ShouldEndWith("\"'=HYPERLINK(\"\"x\"\"),y\"");
    }

    [Fact]
    public void Write_Markdown_EscapesPipes()
    {
        var record = Records.Of([], outcome: "failed");

        HistoryExport.Write([record with { Measurement = record.Measurement with { Error = "a | b\nc" } }], ExportFormat.Md).ShouldContain("failed: a \\| b c |");
    }

    [Fact]
    public void Write_Json_HoldsTheSamples()
    {
        var json = JsonDocument.Parse(HistoryExport.Write([Records.Of([1, 2])], ExportFormat.Json));

        json.RootElement[0].GetProperty("measurement").GetProperty("samples").GetArrayLength().ShouldBe(2);
    }

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

using Attune.Lab.Load;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Load.Templates;

public class DataFileReaderTests
{
    [Fact]
    public void Read_AnyCsv_ComesBack()
    {
        var value = Gen.Elements("a,b\"c\n\r d".ToCharArray()).ArrayOf().Select(characters => new string(characters));
        var gen = from columns in Gen.Choose(1, 4)
                  from rows in Gen.NonEmptyListOf(value.ArrayOf(columns))
                  select (Columns: columns, Rows: rows.ToList());
        Prop.ForAll(gen.ToArbitrary(), sample =>
        {
            var text = string.Concat(sample.Rows.Select(row => string.Join(',', row.Select(item => $"\"{item.Replace("\"", "\"\"")}\"")) + "\r\n"));
            return CsvText.Read(text).SequenceEqual(sample.Rows, EqualityComparer<string[]>.Create((a, b) => a!.SequenceEqual(b!), _ => 0));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a,b\n1,2\n\n3,\n", "a|b;1|2;3|")]
    [InlineData("a\r\nx", "a;x")]
    [InlineData("a,b\n\"x\r\ny\",\"\"\"\"\n", "a|b;x\r\ny|\"")]
    [InlineData("", "")]
    public void Read_Csv_FollowsTheRules(string text, string expected) =>
        string.Join(';', CsvText.Read(text).Select(record => string.Join('|', record))).ShouldBe(expected);

    [Fact]
    public void Read_JsonLines_TakesTextAsItIsAndTheRestAsJson()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x.jsonl"), "{\"a\":\"t\\\"x\",\"b\":[1,2]}\n\n{\"b\":true,\"a\":null}\n");
        var data = DataFileReader.Read(folder.File("x.jsonl"));
        data.Columns.ShouldBe(["a", "b"]);
        data.Rows.ShouldBe([["t\"x", "[1,2]"], ["null", "true"]]);
    }

    [Theory]
    [InlineData("a,b\n1\n", "data: x, record 2 has 1 values, the header has 2")]
    [InlineData("a,b\n", "data: x has no rows")]
    [InlineData("{\"a\":1}\n{\"b\":1}\n", "data: x, line 2: 'a' is missing")]
    [InlineData("{\"a\":1}\n[1]\n", "data: x, line 2 is not a JSON object")]
    [InlineData("{\"a\":1}\n{\n", "data: x, line 2 is not a JSON object")]
    public void Read_SomethingWrong_NamesThePlace(string text, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x"), text);
        Should.Throw<LoadException>(() => DataFileReader.Read(folder.File("x"))).Message.ShouldBe(message);
    }
}

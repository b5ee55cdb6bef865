using Attune.Lab.Load;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Lab.Tests.Load.Templates;

public class TemplateTests
{
    private static readonly DataRows Data = new(["text", "id"], [["a \"b\"\n", "x/y z"], ["ü", "1"]]);

    [Theory]
    [InlineData("plain", 0, "plain")]
    [InlineData("{\"n\":{{seq}}}", 7, "{\"n\":7}")]
    [InlineData("{{ data.text }}", 1, "ü")]
    [InlineData("{{data.id}}-{{data.id}}", 2, "x/y z-x/y z")]
    [InlineData("{{random 4 4}}", 2, "4")]
    [InlineData("{{open", 2, "{{open")]
    public void Render_Places_AreFilledIn(string text, long sequence, string expected) => Render(text, TemplateEscaping.None, sequence).ShouldBe(expected);

    [Theory]
    [InlineData("Json", "{\"t\":\"{{data.text}}\"}", "{\"t\":\"a \\\"b\\\"\\n\"}")]
    [InlineData("Path", "/{{data.id}}", "/x%2Fy%20z")]
    [InlineData("Header", "{{data.text}}", "a \"b\" ")]
    public void Render_Values_AreEscapedForTheirPlace(string escaping, string text, string expected) =>
        Render(text, Enum.Parse<TemplateEscaping>(escaping), 0).ShouldBe(expected);

    [Fact]
    public void Render_SameSeedAndNumber_IsTheSame()
    {
        const string Text = "{{uuid}} {{random 1 1000000}}";
        Render(Text, TemplateEscaping.None, 5).ShouldBe(Render(Text, TemplateEscaping.None, 5));
        Enumerable.Range(0, 1000).Select(i => Render(Text, TemplateEscaping.None, i)).ShouldBeUnique();
        Guid.Parse(Render("{{uuid}}", TemplateEscaping.None, 5)).Version.ShouldBe(4);
    }

    [Fact]
    public void Between_AnyBounds_StaysWithinThem() => Prop.ForAll(
        (from a in ArbMap.Default.GeneratorFor<long>() from b in ArbMap.Default.GeneratorFor<int>() from seed in ArbMap.Default.GeneratorFor<int>() select (a, b, seed)).ToArbitrary(),
        sample =>
        {
            var (low, high) = (Math.Min(sample.a, sample.b), Math.Max(sample.a, sample.b));
            var random = new RequestRandom(sample.seed, sample.a);
            return Enumerable.Range(0, 20).All(_ => random.Between(low, high) is var value && value >= low && value <= high);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Between_ManyNumbers_AreEven()
    {
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            counts[new RequestRandom(1, i).Between(1, 10) - 1]++;
        }

        // Fixed seed. Standard deviation of each count is 95.
        counts.ShouldAllBe(count => Math.Abs(count - 10_000) < 400);
    }

    [Theory]
    [InlineData("{{data.nope}}", "body: the data has no column 'nope', only text, id")]
    [InlineData("{{sequence}}", "body: {{sequence}} is unknown; there are {{data.COLUMN}}, {{seq}}, {{uuid}} and {{random 1 100}}")]
    [InlineData("{{random 5 4}}", "body: {{random 5 4}} is unknown")]
    [InlineData("{{random}}", "body: {{random}} is unknown")]
    public void Parse_UnknownPlace_IsAnError(string text, string message) =>
        Should.Throw<LoadException>(() => Template.Parse(text, TemplateEscaping.None, Data, "body")).Message.ShouldStartWith(message);

    [Fact]
    public void Parse_DataWithoutFile_IsAnError() =>
        Should.Throw<LoadException>(() => Template.Parse("{{data.x}}", TemplateEscaping.None, null, "path")).Message.ShouldBe("path: {{data.x}} needs a data file");

    private static string Render(string text, TemplateEscaping escaping, long sequence)
    {
        var random = new RequestRandom(3, sequence);
        return Template.Parse(text, escaping, Data, "body").RenderText(sequence, ref random);
    }
}

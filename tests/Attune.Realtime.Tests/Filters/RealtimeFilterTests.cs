using System.Text;
using Attune.Realtime.Filters;

namespace Attune.Realtime.Tests.Filters;

public class RealtimeFilterTests
{
    private const string Flow = """
        {"source":{"ip":"10.1.2.3","port":443},"protocol":"TCP","bytes":1500,"rate":0.25,"label":null,"alert":true,"tags":["a","b"],"note":"caf\u00e9 \"x\"","big":9007199254740993}
        """;

    private static bool Matches(string filter, string payload) => RealtimeFilter.Parse(filter).Matches(Encoding.UTF8.GetBytes(payload));

    [Theory]
    [InlineData("protocol = \"TCP\"", true)]
    [InlineData("protocol = 'tcp'", false)]
    [InlineData("protocol != 'UDP'", true)]
    [InlineData("protocol == 'TCP' AND NOT bytes < 1500", true)]
    [InlineData("bytes > 1499.99 and bytes <= 1.5e3", true)]
    [InlineData("bytes between 1500 and 1500", true)]
    [InlineData("protocol between 'T' and 'U'", true)]
    [InlineData("protocol < 'TCP'", false)]
    [InlineData("source.ip prefix \"10.\"", true)]
    [InlineData("source.ip prefix ''", true)]
    [InlineData("source.port prefix '4'", false)]
    [InlineData("source.port in (80, 443)", true)]
    [InlineData("protocol in ('UDP', null, 6)", false)]
    [InlineData("label in (1, null)", true)]
    [InlineData("label exists", true)]
    [InlineData("label = null", true)]
    [InlineData("label != null", false)]
    [InlineData("missing exists", false)]
    [InlineData("missing = null", false)]
    [InlineData("missing != 1", false)]
    [InlineData("not missing = 1", true)]
    [InlineData("bytes != 'x'", true)]
    [InlineData("bytes < 'x'", false)]
    [InlineData("bytes = '1500'", false)]
    [InlineData("alert = true and not alert = false", true)]
    [InlineData("tags exists", true)]
    [InlineData("tags = 'a'", false)]
    [InlineData("tags != 'a'", true)]
    [InlineData("tags.a exists", false)]
    [InlineData("source exists and source.ip exists", true)]
    [InlineData("protocol.x exists", false)]
    [InlineData("note = 'café \"x\"'", true)]
    [InlineData("note prefix 'caf\\u00e9'", true)]
    [InlineData("big = 9007199254740993", true)]
    [InlineData("big = 9007199254740992", false)]
    [InlineData("rate = 25e-2", true)]
    [InlineData("a = 1 or protocol = 'TCP' and bytes = 1", false)]
    [InlineData("protocol = 'TCP' or a = 1 and bytes = 1", true)]
    [InlineData("(protocol = 'TCP' or a = 1) and bytes = 1", false)]
    [InlineData("`source`.'ip' exists", true)]
    [InlineData("not not alert = true", true)]
    public void Matches_AFlow_AsDocumented(string filter, bool expected) => Matches(filter, Flow).ShouldBe(expected);

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "a = 2", true)]
    [InlineData("""{"a":1,"a":2}""", "a = 1", false)]
    [InlineData("""{"a":{"b":1},"a":{}}""", "a.b exists", false)]
    [InlineData("""{"a":{"b":1},"a":3}""", "a.b exists", false)]
    [InlineData("""{"\u0061":{"\u0062":1}}""", "a.b = 1", true)]
    [InlineData("""{"a.b":1}""", "a.b = 1", false)]
    [InlineData("""{"a.b":1}""", "`a.b` = 1", true)]
    [InlineData("""{"in":{"42":1}}""", "`in`.42 = 1", true)]
    [InlineData("""{"":1}""", "'' = 1", true)]
    [InlineData("""{"a":-0}""", "a = 0", true)]
    [InlineData("""{"a":1e999}""", "a > 1e998", true)]
    [InlineData("""{"a":1e-999}""", "a > 0", true)]
    [InlineData("""{"a":123456789012345678901234567890}""", "a = 123456789012345678901234567891", false)]
    [InlineData("""{"a":"\ud83d\ude00"}""", "a = '😀'", true)]
    [InlineData("""{"a":"😀"}""", "a > '\uFFFD'", true)]
    [InlineData("5", "not a exists", true)]
    [InlineData("[]", "not a exists", true)]
    public void Matches_UnusualJson_AsDocumented(string payload, string filter, bool expected) => Matches(filter, payload).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"b\":1")]
    [InlineData("{\"b\":1}}")]
    [InlineData("{\"b\":1}{}")]
    [InlineData("{\"b\":01}")]
    [InlineData("{\"b\":NaN}")]
    [InlineData("{\"b\":1,}")]
    [InlineData("{b:1}")]
    [InlineData("\uFEFF{\"b\":1}")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\ud800 escaped"}""")]
    [InlineData("[{\"b\":1}")]
    [InlineData("[{\"b\":1}] 1")]
    public void MalformedPayload_MatchesNothing(string payload)
    {
        var filter = RealtimeFilter.Parse("not a = 'x'");
        filter.Matches(Encoding.UTF8.GetBytes(payload)).ShouldBeFalse();
        filter.Apply(Encoding.UTF8.GetBytes(payload)).HasValue.ShouldBeFalse();
    }

    [Fact]
    public void Matches_NestedDeeperThanTheReaderGoes_IsFalse()
    {
        var payload = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000);
        Matches("not b exists", payload).ShouldBeFalse();
    }

    [Fact]
    public void Matches_LongTextWithEscapes_IsCompared()
    {
        var text = new string('x', 5000);
        Matches("a prefix 'xx' and a > 'x'", $$"""{"a":"{{text}}\n"}""").ShouldBeTrue();
    }

    [Fact]
    public void Apply_Object_IsItselfOrNothing()
    {
        ReadOnlyMemory<byte> payload = """ {"a":1} """u8.ToArray();
        RealtimeFilter.Parse("a = 1").Apply(payload)!.Value.Equals(payload).ShouldBeTrue();
        RealtimeFilter.Parse("a = 2").Apply(payload).HasValue.ShouldBeFalse();
    }

    [Fact]
    public void Matches_AllocatesNothing()
    {
        var filter = RealtimeFilter.Parse("source.ip prefix '10.' and bytes between 1 and 2000 and note prefix 'caf' or protocol in ('UDP', 'ICMP')");
        var payload = Encoding.UTF8.GetBytes(Flow);
        filter.Matches(payload).ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            filter.Matches(payload);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Theory]
    [InlineData("a=1", "a = 1")]
    [InlineData("  a  ==  1.00  ", "a = 1")]
    [InlineData("a = 10e-1 AND b IN(1,'x' ,Null)", "a = 1 and b in (1, \"x\", null)")]
    [InlineData("((a = 1))", "a = 1")]
    [InlineData("a = 1 and (b = 2 and c = 3)", "a = 1 and b = 2 and c = 3")]
    [InlineData("a = 1 or (b = 2 and c = 3)", "a = 1 or b = 2 and c = 3")]
    [InlineData("(a = 1 or b = 2) and c = 3", "(a = 1 or b = 2) and c = 3")]
    [InlineData("not(a = 1)", "not a = 1")]
    [InlineData("NOT (a = 1 or b Exists)", "not (a = 1 or b exists)")]
    [InlineData("`a`.\"b\".'c d' = 'it\\'s'", "a.b.`c d` = \"it's\"")]
    [InlineData("'AND' = 1", "`AND` = 1")]
    [InlineData("a.x-1 = \"\\u0001\\u00e9\\/\"", "a.x-1 = \"\\u0001é/\"")]
    [InlineData("a = -0", "a = 0")]
    [InlineData("a = 1e21", "a = 1e21")]
    [InlineData("a = 123e20", "a = 1.23e22")]
    [InlineData("a = 0.00000012", "a = 0.00000012")]
    [InlineData("a = 0.000000012", "a = 1.2e-8")]
    [InlineData("a = 12e9999999999999999999", "a = 1.2e1000000000000000")]
    [InlineData("a = -0.001e-9999999999999999999", "a = -1e-1000000000000000")]
    public void Text_IsCanonical(string written, string expected)
    {
        RealtimeFilter.Parse(written).Text.ShouldBe(expected);
        RealtimeFilter.Parse(expected).Text.ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "At character 1: expected a field (a name that is a keyword stands in backquotes), found the end.")]
    [InlineData("a", "At character 2: expected an operator (=, !=, <, <=, >, >=, in, between, prefix or exists), found the end.")]
    [InlineData("and = 1", "At character 1: expected a field (a name that is a keyword stands in backquotes), found 'and'.")]
    [InlineData("a like 'x'", "At character 3: expected an operator (=, !=, <, <=, >, >=, in, between, prefix or exists), found 'like'.")]
    [InlineData("a = ", "At character 5: expected a value (a number, a text in quotes, true, false or null), found the end.")]
    [InlineData("a = b", "At character 5: expected a value (a number, a text in quotes, true, false or null), found 'b'.")]
    [InlineData("a = 😀", "At character 5: expected a value (a number, a text in quotes, true, false or null), found '😀'.")]
    [InlineData("a = 1 b = 2", "At character 7: expected and, or, or the end, found 'b'.")]
    [InlineData("(a = 1", "At character 7: expected and, or, or ), found the end.")]
    [InlineData("a = 1)", "At character 6: expected and, or, or the end, found ')'.")]
    [InlineData("a = 'x", "At character 5: the text has no end, a ' is missing.")]
    [InlineData("a = '\\x'", "At character 6: unknown escape: \\\" \\' \\` \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits are known.")]
    [InlineData("a = '\\ud800'", "At character 5: the text holds half a surrogate pair.")]
    [InlineData("a = 01", "At character 5: a number does not begin with 0 before other digits.")]
    [InlineData("a = 1.", "At character 7: expected a digit.")]
    [InlineData("a = 1e", "At character 7: expected a digit.")]
    [InlineData("a = -", "At character 6: expected a digit.")]
    [InlineData("a = 1x", "At character 6: expected the number to end, found 'x'.")]
    [InlineData("a = 1.5.2", "At character 8: expected the number to end, found '.'.")]
    [InlineData("a < true", "At character 5: expected a number or a text, true has no order.")]
    [InlineData("a between 1 and 'x'", "At character 11: a range lies between two numbers or between two texts.")]
    [InlineData("a between 2 and 1", "At character 11: the range is empty: its end is before its start.")]
    [InlineData("a between 2, 1", "At character 12: expected and with the end of the range, found ','.")]
    [InlineData("a prefix 1", "At character 10: expected a text in quotes, found '1'.")]
    [InlineData("a in 1", "At character 6: expected ( and a list of values, found '1'.")]
    [InlineData("a in ()", "At character 7: expected a value (a number, a text in quotes, true, false or null), found ')'.")]
    [InlineData("a in (1 2)", "At character 9: expected , or ), found '2'.")]
    [InlineData("a. b = 1", "At character 4: expected a name after the dot, found 'b'.")]
    [InlineData("a..b = 1", "At character 3: expected a name after the dot, found '.'.")]
    [InlineData("1a = 1", "At character 1: expected a field (a name that is a keyword stands in backquotes), found '1a'.")]
    public void Parse_BadExpression_SaysWhereAndWhatIsExpected(string text, string expected)
    {
        RealtimeFilter.TryParse(text, out var filter, out var error).ShouldBeFalse();
        filter.ShouldBeNull();
        error.ShouldBe(expected);
        Should.Throw<FormatException>(() => RealtimeFilter.Parse(text)).Message.ShouldBe(expected);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Parse_Nesting_HasALimit(int depth, bool expected)
    {
        RealtimeFilter.TryParse($"{new string('(', depth)}a = 1{new string(')', depth)}", out _, out var error).ShouldBe(expected);
        error.ShouldBe(expected ? "" : "At character 33: nested deeper than 32.");
        RealtimeFilter.TryParse(string.Concat(Enumerable.Repeat("not ", depth)) + "a = 1", out _, out _).ShouldBe(expected);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Parse_Comparisons_HaveALimit(int count, bool expected)
    {
        var text = string.Join(" or ", Enumerable.Range(0, count).Select(number => $"a={number}"));
        RealtimeFilter.TryParse(text, out var filter, out var error).ShouldBe(expected);
        error.ShouldBe(expected ? "" : $"At character {text.LastIndexOf('a') + 1}: more than 64 comparisons.");
        if (expected)
        {
            filter!.Matches("""{"a":63}"""u8).ShouldBeTrue();
            filter.Matches("""{"a":64}"""u8).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Parse_ListedValues_HaveALimit(int count, bool expected)
    {
        RealtimeFilter.TryParse($"a in ({string.Join(',', Enumerable.Repeat(1, count))})", out _, out var error).ShouldBe(expected);
        error.ShouldBe(expected ? "" : "At character 519: more than 256 values in a list.");
    }

    [Fact]
    public void Parse_Length_HasALimitAsWrittenAndInCanonicalForm()
    {
        RealtimeFilter.Parse($"a = '{new string('x', RealtimeFilter.MaxLength - 6)}'").Text.Length.ShouldBe(RealtimeFilter.MaxLength);
        RealtimeFilter.TryParse($"a = '{new string('x', RealtimeFilter.MaxLength - 5)}'", out _, out var error).ShouldBeFalse();
        error.ShouldContain("at most 1,024 characters");
        RealtimeFilter.TryParse($"a='{new string('x', RealtimeFilter.MaxLength - 4)}'", out _, out error).ShouldBeFalse();
        error.ShouldContain("single spaces");
        RealtimeFilter.TryParse(string.Join('.', Enumerable.Repeat("a", 33)) + " exists", out _, out error).ShouldBeFalse();
        error.ShouldContain("at most 32 names");
    }
}

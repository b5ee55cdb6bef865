using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Tests.Declarative;

public sealed class RowKeyTests
{
    [Fact]
    public void ToString_OneField_IsItsText() => new RowKey([RowValue.Of("10.0.0.1")]).ToString().ShouldBe("10.0.0.1");

    [Fact]
    public void ToString_SeveralFields_TellsKeysApart()
    {
        var left = new RowKey([RowValue.Of("a|b"), RowValue.Of("c")]);
        left.ToString().ShouldBe("""["a|b","c"]""");
        new RowKey([RowValue.Of("a"), RowValue.Of("b|c")]).ToString().ShouldNotBe(left.ToString());
        new RowKey([RowValue.Of(1L), RowValue.Of("1")]).ToString().ShouldBe("""[1,"1"]""");
    }
}

using Attune.Lab.Load;

namespace Attune.Lab.Tests.Load.Measure;

public class ShownAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:80/a/b", "http://127.0.0.1/a/b")]
    [InlineData("http://user:secret@127.0.0.1/a", "http://127.0.0.1/a")]
    [InlineData("http://127.0.0.1/a?api_key=secret&page=2", "http://127.0.0.1/a?api_key=…&page=…")]
    [InlineData("http://127.0.0.1/a?secret", "http://127.0.0.1/a?secret=…")]
    [InlineData("http://127.0.0.1/a?", "http://127.0.0.1/a")]
    public void Of_AnyAddress_HidesWhatMayBeSecret(string address, string expected) => ShownAddress.Of(new Uri(address)).ShouldBe(expected);
}

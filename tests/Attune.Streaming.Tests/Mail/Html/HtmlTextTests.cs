using System.Text;
using Attune.Streaming.Mail.Html;

namespace Attune.Streaming.Tests.Mail.Html;

public class HtmlTextTests
{
    [Theory]
    [InlineData("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree")]
    [InlineData("a  \n b<b>c</b>d", "a bcd")]
    [InlineData("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3")]
    [InlineData("x<script>if (a<b) document.write('<p>no</p>')</script>y", "xy")]
    [InlineData("<STYLE type=x>p { color: red }</STYLE>shown", "shown")]
    [InlineData("a<!-- hidden <b> -- > still -->b", "ab")]
    [InlineData("a<!-- never closed >b", "ab")]
    [InlineData("<a href=\"x>y\">link</a>", "link")]
    [InlineData("<a title='it>s' href=x>link</a>", "link")]
    [InlineData("<a href=\"broken>link</a> after", "link after")]
    [InlineData("it's 3 < 4 and 5 > 2", "it's 3 < 4 and 5 > 2")]
    [InlineData("Tom &amp; Jerry&nbsp;&copy; &eacute;&#233;&#xE9;", "Tom & Jerry © ééé")]
    [InlineData("&lt;b&gt; AT&T &unknown; &#150; &#x110000; & end", "<b> AT&T &unknown; – \uFFFD & end")]
    [InlineData("cut <a href=", "cut <a href=")]
    [InlineData("", "")]
    public void Append_Markup_LeavesWhatAReaderSees(string html, string expected)
    {
        var text = new StringBuilder();

        HtmlText.Append(html, text);

        text.ToString().Trim().ShouldBe(expected);
    }
}

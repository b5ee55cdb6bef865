using System.Text;

namespace Attune.Realtime.Tests;

public class RealtimeMessageTests
{
    [Fact]
    public void Data_Items_AreWrappedWithChannelAndTime()
    {
        var message = RealtimeMessage.Data("flows", new DateTimeOffset(2002, 8, 22, 12, 0, 0, TimeSpan.Zero), json =>
        {
            json.WriteNumberValue(1);
            json.WriteStringValue("two");
        });
        Encoding.UTF8.GetString(message.Span).ShouldBe("""{"type":"data","channel":"flows","time":"2002-08-22T12:00:00+00:00","data":[1,"two"]}""");
    }

    [Fact]
    public void Data_NoItems_IsAnEmptyArray() =>
        Encoding.UTF8.GetString(RealtimeMessage.Data("metrics", DateTimeOffset.UnixEpoch, _ => { }).Span).ShouldEndWith("\"data\":[]}");
}

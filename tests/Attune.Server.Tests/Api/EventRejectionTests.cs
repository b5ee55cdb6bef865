using System.Net.Http.Headers;
using System.Text;
using Attune.Server.Tests.Testing;
using Attune.Storage;

namespace Attune.Server.Tests.Api;

public sealed class EventRejectionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Running;

    [Theory]
    [InlineData("bytes_transferred", "-1", "0..9007199254740992")]
    [InlineData("bytes_transferred", "1.5", "whole number")]
    [InlineData("bytes_transferred", "1e3", "whole number")]
    [InlineData("bytes_transferred", "99999999999999999999999", "whole number")]
    [InlineData("bytes_transferred", "\"100\"", "must be a number, this is a string")]
    [InlineData("bytes_transferred", "null", "this is null")]
    [InlineData("bytes_transferred", null, "missing")]
    [InlineData("source_ip", "\"10.0.0.256\"", "not an IPv4 or IPv6 address")]
    [InlineData("source_ip", "\"1\"", "not an IPv4 or IPv6 address")]
    [InlineData("source_ip", "\"0x7f.1\"", "not an IPv4 or IPv6 address")]
    [InlineData("source_ip", "7", "must be a string, this is a number")]
    [InlineData("source_ip", "\"\"", "not an IPv4 or IPv6 address")]
    [InlineData("source_ip", null, "missing")]
    [InlineData("destination_ip", "\"two words\"", "host name")]
    [InlineData("destination_ip", "[]", "must be a string, this is an array")]
    [InlineData("timestamp", "\"yesterday\"", "ISO 8601")]
    [InlineData("timestamp", "\"2002-13-01T00:00:00Z\"", "ISO 8601")]
    [InlineData("timestamp", "\"9999-01-01T00:00:00Z\"", "allowed range 1970-01-01T00:00:00Z..")]
    [InlineData("timestamp", "\"1969-12-31T23:59:59Z\"", "allowed range 1970-01-01T00:00:00Z..")]
    [InlineData("timestamp", "1030000000", "must be a string, this is a number")]
    [InlineData("timestamp", null, "missing")]
    [InlineData("protocol", "\"\"", "protocol name")]
    [InlineData("protocol", "\"<script>\"", "protocol name")]
    [InlineData("protocol", "true", "must be a string")]
    [InlineData("message_id", "5", "must be a string")]
    [InlineData("id", "{}", "must be a string")]
    [InlineData("type", "\"packet\"", "'packet' is not flow or text")]
    [InlineData("colour", "\"red\"", "no such field")]
    [InlineData("sourceIp", "\"10.0.0.1\"", "given twice")]
    public async Task Post_BadField_NamesIndexAndFieldAndStoresNothing(string field, string? json, string message)
    {
        var body = EventBodies.Array(EventBodies.Flow(1), EventBodies.FlowWith(field, json), EventBodies.Flow(2));

        using var response = await _server.PostAsync(body);

        var errors = (await response.ShouldBeProblemAsync(400)).IngestErrors();
        errors.ShouldContain(error => error.Index == 1 && error.Field == (field == "sourceIp" ? "source_ip" : field) && error.Message.Contains(message));
        errors.ShouldAllBe(error => error.Index == 1);
        await ShouldBeEmptyAsync();
    }

    [Theory]
    [InlineData("[{\"timestamp\":", 0)]
    [InlineData("", 0)]
    [InlineData("[1]", 0)]
    [InlineData("[{},{}", 0)]
    [InlineData("\"text\"", 0)]
    [InlineData("null", 0)]
    [InlineData("[[]]", 0)]
    [InlineData("[] trailing", 0)]
    [InlineData("{\"a\":NaN}", 0)]
    public async Task Post_NotEvents_IsRefused(string body, int index)
    {
        using var response = await _server.PostAsync(body);

        (await response.ShouldBeProblemAsync(400)).IngestErrors().ShouldContain(error => error.Index == index && error.Message.Length > 0);
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Post_BadLine_NamesItsIndexAmongTheEvents()
    {
        using var response = await _server.PostAsync($"{EventBodies.Flow(1)}\r\n\r\n{{oops}}\n{EventBodies.Flow(2)}\n", "application/x-ndjson");

        var error = (await response.ShouldBeProblemAsync(400)).IngestErrors().Single();
        error.Index.ShouldBe(1);
        error.Message.ShouldContain("not valid JSON");
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Post_SeveralBadEvents_NamesEach()
    {
        var body = EventBodies.Array(EventBodies.FlowWith("protocol", "7"), EventBodies.Flow(1), EventBodies.FlowWith("source_ip", "\"x\""));

        using var response = await _server.PostAsync(body);

        (await response.ShouldBeProblemAsync(400)).IngestErrors().Select(error => (error.Index, error.Field)).ShouldBe([(0, "protocol"), (2, "source_ip")]);
    }

    [Fact]
    public async Task Post_AsManyEventsAsAllowedAndOneMore_IsRefusedWhole()
    {
        using var response = await _server.PostAsync(EventBodies.Array(Enumerable.Range(0, 21).Select(number => EventBodies.Flow(number))));

        var error = (await response.ShouldBeProblemAsync(400)).IngestErrors().Single();
        error.Index.ShouldBe(20);
        error.Message.ShouldContain("more than 20");
        await ShouldBeEmptyAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/jsonp")]
    public async Task Post_OtherContentType_IsUnsupported(string type)
    {
        using var response = await _server.PostAsync(EventBodies.Flow(1), type);

        (await response.ShouldBeProblemAsync(415)).GetProperty("detail").GetString()!.ShouldContain("application/json");
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Post_NoContentType_IsUnsupported()
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(EventBodies.Flow(1)));
        using var response = await _server.Client.PostAsync("/v1/events", content);

        await response.ShouldBeProblemAsync(415);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyOverTheLimit_IsTooLarge(bool withLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events");
        request.Headers.TransferEncodingChunked = !withLength;

        // Waiting for 100-continue lets the refusal come before the body is written.
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(EventBodies.Flow(1).PadRight(20_001)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await _server.Client.SendAsync(request);

        (await response.ShouldBeProblemAsync(413)).GetProperty("detail").GetString()!.ShouldContain("20000");
        await ShouldBeEmptyAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task Post_DeepNesting_IsRefused(string type)
    {
        using var response = await _server.PostAsync(new string('[', 9000) + new string(']', 9000), type);

        (await response.ShouldBeProblemAsync(400)).IngestErrors().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("message_id", "application/json")]
    [InlineData("message_id", "application/x-ndjson")]
    [InlineData("protocol", "application/json")]
    [InlineData("unknown", "application/json")]
    public async Task Post_InvalidUtf8_IsRefused(string field, string type)
    {
        var body = Encoding.Latin1.GetBytes(EventBodies.FlowWith(field, "\"\u00ff\u00fe\""));

        using var response = await _server.PostAsync(body, type);

        (await response.ShouldBeProblemAsync(400)).IngestErrors().ShouldContain(error => error.Index == 0 && error.Message.Length > 0);
        await ShouldBeEmptyAsync();
    }

    [Theory]
    [InlineData("message_id")]
    [InlineData("source_ip")]
    [InlineData("type")]
    public async Task Post_HalfASurrogatePair_IsRefused(string field)
    {
        using var response = await _server.PostAsync(EventBodies.Array(EventBodies.Flow(1), EventBodies.FlowWith(field, "\"\\ud800\"")));

        (await response.ShouldBeProblemAsync(400)).IngestErrors().ShouldContain(error => error.Index == 1);
        await ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Post_HalfASurrogatePairInAName_IsRefused()
    {
        using var response = await _server.PostAsync("{\"\\ud800\":1}");

        (await response.ShouldBeProblemAsync(400)).IngestErrors().ShouldNotBeEmpty();
    }

    private async Task ShouldBeEmptyAsync() => (await _server.Store.CountRowsAsync()).ShouldBe(new RowCounts(0, 0, 0, 0, 0));
}

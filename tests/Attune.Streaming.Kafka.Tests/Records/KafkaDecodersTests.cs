namespace Attune.Streaming.Kafka.Tests.Records;

public sealed class KafkaDecodersTests
{
    private static readonly IKafkaDecoder<Click> Json = KafkaDecoders.Json<Click>();

    [Fact]
    public void Json_SnakeCase_IsRead()
    {
        Json.Decode(Record("""{"user_id":"a","amount":2.5}"""u8), out var click).ShouldBeNull();
        click.ShouldBe(new Click("a", 2.5));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"user_id":"a","amount":"x"}""")]
    [InlineData("""{"user_id":"a","amount":1,"unknown":1}""")]
    public void Json_AnythingElse_IsBadJson(string text) =>
        Json.Decode(Record(System.Text.Encoding.UTF8.GetBytes(text)), out _)!.Reason.ShouldBe(KafkaDeadLetterReasons.BadJson);

    [Fact]
    public void Json_NoValue_SaysSo() => Json.Decode(new KafkaRecord { Topic = "t", Partition = 0, Offset = 0 }, out _)!.Reason.ShouldBe(KafkaDeadLetterReasons.NoValue);

    [Fact]
    public void Text_BrokenUtf8_IsBadText()
    {
        KafkaDecoders.Text().Decode(Record([0xC3, 0x28]), out _)!.Reason.ShouldBe(KafkaDeadLetterReasons.BadText);
        KafkaDecoders.Text().Decode(Record("grün"u8), out var text).ShouldBeNull();
        text.ShouldBe("grün");
    }

    private static KafkaRecord Record(ReadOnlySpan<byte> value) => new() { Topic = "t", Partition = 0, Offset = 0, HasValue = true, Value = value };

    public sealed record Click(string UserId, double Amount);
}

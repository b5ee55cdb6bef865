using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Access;

public class RealtimeTokensTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];
    private readonly ManualTimeProvider _time = new();
    private readonly RealtimeTokens _tokens;

    public RealtimeTokensTests() => _tokens = new RealtimeTokens(Key, _time);

    private string Issue(params string[] channels) =>
        _tokens.Issue("dashboard ü", [.. (channels.Length == 0 ? ["flows", "jobs.*"] : channels).Select(ChannelPattern.Parse)], TimeSpan.FromMinutes(5));

    private static string Sign(string signed, byte[]? key = null) => $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key ?? Key, Encoding.UTF8.GetBytes(signed)))}";

    private static string WithPayload(string payload) => Sign("at1." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Read_AnIssuedToken_GivesWhoItWasIssuedTo()
    {
        var identity = _tokens.Read(Issue()).ShouldNotBeNull();
        identity.Subject.ShouldBe("dashboard ü");
        identity.Channels.Select(channel => channel.Text).ShouldBe(["flows", "jobs.*"]);
        identity.Expires.ShouldBe(_time.GetUtcNow().AddMinutes(5));
        (identity.MayRead("flows"), identity.MayRead("jobs.42"), identity.MayRead("metrics")).ShouldBe((true, true, false));
    }

    [Fact]
    public void Issue_HasTheDocumentedForm()
    {
        var parts = Issue().Split('.');
        parts.Length.ShouldBe(3);
        parts[0].ShouldBe("at1");
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).ShouldBe("""{"sub":"dashboard ü","channels":["flows","jobs.*"],"exp":1767225900}""");
        Base64Url.DecodeFromChars(parts[2]).ShouldBe(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")));
    }

    [Fact]
    public void Read_FromTheSecondItExpires_IsNobody()
    {
        var token = Issue();
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        _tokens.Read(token).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromTicks(1));
        _tokens.Read(token).ShouldBeNull();
        _time.Advance(TimeSpan.FromDays(1));
        _tokens.Read(token).ShouldBeNull();
    }

    [Fact]
    public void Read_WithAnyBitOfAnyCharacterFlipped_IsNobody()
    {
        var token = Issue();
        _tokens.Read(token).ShouldNotBeNull();
        for (var i = 0; i < token.Length; i++)
        {
            for (var bit = 0; bit < 16; bit++)
            {
                var flipped = token.ToCharArray();
                flipped[i] = (char)(flipped[i] ^ (1 << bit));
                _tokens.Read(new string(flipped)).ShouldBeNull($"bit {bit} of character {i}");
            }
        }
    }

    [Fact]
    public void Read_WithAnyCharacterOfTheAlphabetElsewhere_IsNobody()
    {
        // The last character of a part has bits that a lax decoder passes over.
        var token = Issue();
        foreach (var i in new[] { token.LastIndexOf('.') - 1, token.Length - 1 })
        {
            foreach (var other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ".Where(other => other != token[i]))
            {
                _tokens.Read(token[..i] + other + token[(i + 1)..]).ShouldBeNull();
            }
        }
    }

    [Fact]
    public void Read_CutOffOrWithMore_IsNobody()
    {
        var token = Issue();
        for (var length = 0; length < token.Length; length++)
        {
            _tokens.Read(token[..length]).ShouldBeNull();
        }

        foreach (var wrong in new[] { token + "A", token + "=", token + ".", token + " ", " " + token, token + "\n", token + ".a", "at1." + token, token.Replace('.', ':') })
        {
            _tokens.Read(wrong).ShouldBeNull(wrong);
        }
    }

    [Fact]
    public void Read_SignedByAnotherKeyOrOfAnotherVersion_IsNobody()
    {
        var payload = Issue().Split('.')[1];
        _tokens.Read(Sign("at1." + payload)).ShouldNotBeNull();
        _tokens.Read(Sign("at1." + payload, [.. Key.Reverse()])).ShouldBeNull();
        _tokens.Read(Sign("at2." + payload)).ShouldBeNull();
        _tokens.Read(Sign("AT1." + payload)).ShouldBeNull();
        _tokens.Read(Sign(payload)).ShouldBeNull();
        _tokens.Read(Sign("at1.")).ShouldBeNull();
        _tokens.Read(Sign("at1")).ShouldBeNull();
        _tokens.Read($"at1.{payload}.").ShouldBeNull();
        new RealtimeTokens([.. Key, 0], _time).Read(Issue()).ShouldNotBeNull("HMAC pads short keys with zeros, which is why keys are random");
        new RealtimeTokens([.. Key, 1], _time).Read(Issue()).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":4000000000}""", true)]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":4000000000,"more":1}""", true)]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":1}""", false)]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":-1}""", false)]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":1e10}""", false)]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":9223372036854775807}""", false)]
    [InlineData("""{"sub":"a","channels":["flows"],"exp":"4000000000"}""", false)]
    [InlineData("""{"sub":"a","channels":["flows"]}""", false)]
    [InlineData("""{"channels":["flows"],"exp":4000000000}""", false)]
    [InlineData("""{"sub":1,"channels":["flows"],"exp":4000000000}""", false)]
    [InlineData("""{"sub":"\ud800","channels":["flows"],"exp":4000000000}""", false)]
    [InlineData("""{"sub":"a","channels":"flows","exp":4000000000}""", false)]
    [InlineData("""{"sub":"a","channels":["a b"],"exp":4000000000}""", false)]
    [InlineData("""{"sub":"a","channels":[1],"exp":4000000000}""", false)]
    [InlineData("""{"sub":"a","channels":["\ud800"],"exp":4000000000}""", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("", false)]
    public void Read_SignedPayloadOfAnotherProgram_IsReadOnlyWhenItIsOurs(string payload, bool expected) =>
        (_tokens.Read(WithPayload(payload)) is not null).ShouldBe(expected);

    [Fact]
    public void Read_LongInput_IsNobody()
    {
        _tokens.Read(new string('a', 10_000_000)).ShouldBeNull();
        var padding = new string('x', 4000);
        _tokens.Read(WithPayload($$"""{"sub":"{{padding}}","channels":["flows"],"exp":4000000000}""")).ShouldBeNull();
    }

    [Fact]
    public void Issue_OutOfLimits_Throws()
    {
        ChannelPattern[] flows = [ChannelPattern.Parse("flows")];
        var second = TimeSpan.FromSeconds(1);
        Should.Throw<ArgumentException>(() => _tokens.Issue("", flows, second));
        Should.Throw<ArgumentException>(() => _tokens.Issue(new string('a', 257), flows, second));
        Should.Throw<ArgumentException>(() => _tokens.Issue("\ud800", flows, second));
        Should.Throw<ArgumentException>(() => _tokens.Issue("a", [], second));
        Should.Throw<ArgumentException>(() => _tokens.Issue("a", flows, TimeSpan.FromMilliseconds(999)));
        Should.Throw<ArgumentException>(() => _tokens.Issue("a", flows, TimeSpan.MaxValue));
        Should.Throw<ArgumentException>(() => _tokens.Issue("a", [.. Enumerable.Range(0, 1000).Select(number => ChannelPattern.Parse($"channel{number}"))], second));
        Should.Throw<ArgumentException>(() => new RealtimeTokens(Key.AsSpan(1), _time));
        _tokens.Read(_tokens.Issue("a", flows, second)).ShouldNotBeNull();
    }

    [Fact]
    public void Read_WhatWasIssued_IsTheSame() =>
        Prop.ForAll(
            (from subject in Gen.Choose(1, 256).SelectMany(length => Gen.Elements([.. "ab\"\\<>&é漢\u0001 ".ToCharArray()]).ListOf(length))
             from channels in Gen.Elements("a", "a.b", "*", "**", "jobs.*.x", "x_y-z.**").NonEmptyListOf()
             from seconds in Gen.Choose(1, 1_000_000)
             select (Subject: string.Concat(subject), Channels: channels.Take(50).ToArray(), seconds)).ToArbitrary(),
            made =>
            {
                var token = _tokens.Issue(made.Subject, [.. made.Channels.Select(ChannelPattern.Parse)], TimeSpan.FromSeconds(made.seconds));
                var identity = _tokens.Read(token).ShouldNotBeNull();
                identity.Subject.ShouldBe(made.Subject);
                identity.Channels.Select(channel => channel.Text).ShouldBe(made.Channels);
                identity.Expires.ShouldBe(_time.GetUtcNow().AddSeconds(made.seconds));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task IssueAndRead_FromManyThreads_AgreeWithEachOther() =>
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                _tokens.Read(_tokens.Issue($"{worker}-{i}", [ChannelPattern.Every], TimeSpan.FromHours(1)))!.Subject.ShouldBe($"{worker}-{i}");
            }
        })));

    [Fact]
    public void SigningKey_IsCopied()
    {
        var key = Key.ToArray();
        var tokens = new RealtimeTokens(key, _time);
        var token = tokens.Issue("a", [ChannelPattern.Every], TimeSpan.FromHours(1));
        key.AsSpan().Clear();
        tokens.Read(token).ShouldNotBeNull();
    }
}

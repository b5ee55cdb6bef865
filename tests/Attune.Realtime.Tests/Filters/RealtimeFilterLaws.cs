using System.Text;
using System.Text.Json;
using Attune.Realtime.Filters;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Filters;

/// <summary>What holds for every filter and every payload, by comparison with <see cref="NaiveFilter"/>.</summary>
public class RealtimeFilterLaws
{
    private static void ForSeeds(Action<Random, int> law) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => law(new Random(seed), seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void Matches_AnyFilterAndPayload_SaysWhatTheModelSays()
    {
        var held = 0;
        var asked = 0;
        ForSeeds((random, seed) =>
        {
            var made = new RandomFilters(random);
            for (var i = 0; i < 20; i++)
            {
                var model = made.Filter();
                var written = model.Render(random);
                if (!RealtimeFilter.TryParse(written, out var filter, out var error))
                {
                    error.ShouldContain("1,024", customMessage: $"seed {seed}: {written}");
                    continue;
                }

                for (var j = 0; j < 10; j++)
                {
                    var payload = made.Payload();
                    using var document = JsonDocument.Parse(payload);
                    var expected = model.Holds(document.RootElement);
                    filter.Matches(Encoding.UTF8.GetBytes(payload)).ShouldBe(expected, $"seed {seed}: {written}\non {payload}");
                    held += expected ? 1 : 0;
                    asked++;
                }
            }
        });

        // A model that never or always holds would compare nothing.
        ((double)held / asked).ShouldBeInRange(0.1, 0.9);
    }

    [Fact]
    public void Apply_AnyArray_KeepsTheMatchingItemsByteForByte() => ForSeeds((random, seed) =>
    {
        var made = new RandomFilters(random);
        for (var i = 0; i < 20; i++)
        {
            var model = made.Filter(1);
            var filter = RealtimeFilter.Parse(model.Render(random));
            string[] items = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(4) == 0 ? made.Value(2) : made.Object(2))];
            var payload = Encoding.UTF8.GetBytes($"{made.Space()}[{made.Space()}{string.Join(made.Space() + "," + made.Space(), items)}{made.Space()}]{made.Space()}");
            string[] kept = [.. items.Where(item =>
            {
                using var document = JsonDocument.Parse(item);
                return model.Holds(document.RootElement);
            })];

            var applied = filter.Apply(payload);

            var why = $"seed {seed}: {filter} on {Encoding.UTF8.GetString(payload)}";
            if (kept.Length == 0)
            {
                applied.HasValue.ShouldBeFalse(why);
            }
            else if (kept.Length == items.Length)
            {
                applied!.Value.Equals(payload).ShouldBeTrue(why);
            }
            else
            {
                Encoding.UTF8.GetString(applied!.Value.Span).ShouldBe($"[{string.Join(',', kept)}]", why);
            }
        }
    });

    [Fact]
    public void Text_OfEqualFilters_IsEqualAndParsesToItself() => ForSeeds((random, seed) =>
    {
        for (var i = 0; i < 20; i++)
        {
            var model = new RandomFilters(random).Filter();
            var plain = model.Render(null);
            if (!RealtimeFilter.TryParse(plain, out var filter, out _) || !RealtimeFilter.TryParse(model.Render(random), out var other, out _))
            {
                continue;
            }

            other.Text.ShouldBe(filter.Text, $"seed {seed}: {plain}");
            RealtimeFilter.Parse(filter.Text).Text.ShouldBe(filter.Text, $"seed {seed}: {plain}");
        }
    });

    [Fact]
    public void TryParse_AnyText_NeverThrows() => ForSeeds((random, _) =>
    {
        var made = new RandomFilters(random);
        for (var i = 0; i < 100; i++)
        {
            var text = made.Filter(2).Render(random);
            for (var edits = random.Next(1, 4); edits > 0 && text.Length > 0; edits--)
            {
                var at = random.Next(text.Length);
                text = random.Next(4) switch
                {
                    0 => text[..at],
                    1 => text.Remove(at, 1),
                    2 => text.Insert(at, "\"'`\\.,()=<>!-+e0 \0\ud800ü"[random.Next(20)].ToString()),
                    _ => text[at..] + text[..at],
                };
            }

            if (RealtimeFilter.TryParse(text, out var filter, out var error))
            {
                RealtimeFilter.Parse(filter.Text).Text.ShouldBe(filter.Text);
            }
            else
            {
                error.ShouldMatch(@"^At character \d+: .+\.$");
            }
        }
    });

    [Fact]
    public void Matches_MutatedPayload_NeverThrowsAndOnlyMatchesJson() => ForSeeds((random, seed) =>
    {
        var made = new RandomFilters(random);
        for (var i = 0; i < 50; i++)
        {
            var filter = RealtimeFilter.Parse(made.Filter(1).Render(random));
            var payload = Encoding.UTF8.GetBytes(made.Payload());
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            }

            payload = random.Next(3) == 0 ? payload[..random.Next(payload.Length)] : payload;
            var matches = filter.Matches(payload);
            var applied = filter.Apply(payload);
            if (matches || applied.HasValue)
            {
                Should.NotThrow(() => JsonDocument.Parse(payload).Dispose(), $"seed {seed}");
            }
        }
    });
}

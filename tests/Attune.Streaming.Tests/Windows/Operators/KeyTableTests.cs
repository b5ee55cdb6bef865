using Attune.Streaming.Windows.Operators;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Windows.Operators;

public class KeyTableTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(100_000)]
    public void AddAndRemove_AnyOrder_AgreeWithADictionary(int keys) => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var (table, model) = (new KeyTable<Key, int>(new()), new Dictionary<Key, (int Number, int State)>());
        for (var turn = 0; turn < 2000; turn++)
        {
            // Keys of few hashes: probes get long, and a slot that is freed lies in the middle of them.
            var key = new Key(random.Next(keys), random.Next(2) == 0 ? 7 : random.Next(100));
            var hash = KeyHash.Of(key);
            if (model.Remove(key, out var known))
            {
                table.Find(key, hash).ShouldBe(known.Number);
                table.Entries[known.Number].State.ShouldBe(known.State);
                table.Remove(known.Number, hash);
            }
            else
            {
                table.Find(key, hash).ShouldBe(-1);
                var number = table.Add(key, hash);
                table.Entries[number].State = turn;
                model.Add(key, (number, turn));
            }

            table.Count.ShouldBe(model.Count);
        }

        foreach (var (key, (number, state)) in model)
        {
            table.Find(key, KeyHash.Of(key)).ShouldBe(number);
            table.Entries[number].State.ShouldBe(state);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Clear_ThenUsedAgain_HoldsOnlyTheNewKeysInOrder()
    {
        var table = new KeyTable<int, long>(new());
        foreach (var count in new[] { 50_000, 3, 0, 20_000, 100_000, 1 })
        {
            for (var key = 0; key < count; key++)
            {
                table.Find(key * 16, KeyHash.Of(key * 16)).ShouldBe(-1);
                table.Entries[table.Add(key * 16, KeyHash.Of(key * 16))].State.ShouldBe(0);
                table.Entries[key].State = key;
            }

            table.Count.ShouldBe(count);
            for (var key = 0; key < count; key++)
            {
                (table.Entries[key].Key, table.Entries[key].State).ShouldBe((key * 16, key));
            }

            table.Clear();
        }
    }

    private sealed record Key(int Number, int Hash)
    {
        public bool Equals(Key? other) => other is not null && other.Number == Number;

        public override int GetHashCode() => Number % 3 == 0 ? 7 : Number;
    }
}

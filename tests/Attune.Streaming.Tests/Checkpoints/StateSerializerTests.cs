using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Attune.Streaming.Checkpoints;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Checkpoints;

public sealed class StateSerializerTests
{
    private enum Colour : short
    {
        Red = -1,
        Green = 7,
    }

    [Fact]
    public void AnyValue_WrittenAndRead_IsTheSame()
    {
        RoundTrips<int>();
        RoundTrips<double>((left, right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right));
        RoundTrips<bool>();
        RoundTrips<char>();
        RoundTrips<decimal>();
        RoundTrips<Guid>();
        RoundTrips<TimeSpan>();
        RoundTrips<string?>();
        RoundTrips<byte[]>(SameElements);
        RoundTrips<int[]>(SameElements);
        RoundTrips<string[]>(SameElements);
        RoundTrips<int?>();
        RoundTrips<(int, string?)>();
        RoundTrips<(long, (byte, double?), string?)>();
        RoundTrips<Tuple<int, string?>>();
        RoundTrips<DateTime>((left, right) => left == right && left.Kind == right.Kind);
        RoundTrips<DateTimeOffset>((left, right) => left.EqualsExact(right));
    }

    [Fact]
    public void AnyCollection_WrittenAndRead_IsTheSame()
    {
        Law(ArbMap.Default.ArbFor<int[]>().Generator.Select(ints => ints.Select(each => (each, $"{each}")).ToList()), SameElements);
        Law(ArbMap.Default.ArbFor<int[]>().Generator.Select(ints => ints.ToHashSet()), SameElements);
        Law(ArbMap.Default.ArbFor<int[]>().Generator.Select(ints => ints.Distinct().ToDictionary(each => $"k{each}", each => (double?)each)), SameElements);
        Law(ArbMap.Default.ArbFor<int[]>().Generator.Select(ints => ints.Select(each => new KeyValuePair<int, byte[]>(each, [1, 2])).ToArray()),
            (left, right) => left.Select(each => each.Key).SequenceEqual(right.Select(each => each.Key)) && right.All(each => each.Value is [1, 2]));
        Law(ArbMap.Default.ArbFor<int[]>().Generator.Select(ints => ints.Select(each => (DateTime?)DateTime.UnixEpoch.AddSeconds(each)).ToArray()), SameElements);
    }

    [Fact]
    public void AnyRecord_WrittenAndRead_IsTheSame() => Law(
        from name in ArbMap.Default.ArbFor<string?>().Generator
        from value in ArbMap.Default.ArbFor<double>().Generator
        from time in ArbMap.Default.ArbFor<DateTime>().Generator
        from numbers in ArbMap.Default.ArbFor<int[]>().Generator
        select new Person(name, value, time, [.. numbers], numbers.Length == 0 ? null : new Person("inner", 1, default, [], null)) { Mutable = value },
        Same);

    [Theory]
    [InlineData("")]
    [InlineData("\ud800 half a pair")]
    [InlineData("half a pair \udc00")]
    [InlineData("\ud83d\ude00 whole")]
    [InlineData("nul \0 and \uffff")]
    public void Text_OfAnyUnits_ComesBackAsItWas(string text)
    {
        Again(text).ShouldBe(text);
        Again(new Person(text, 0, default, [], null)).Name.ShouldBe(text);
    }

    [Fact]
    public void Enumeration_AndStructsWithGaps_ComeBack()
    {
        Again(Colour.Green).ShouldBe(Colour.Green);
        Again(new Gaps(1, 2, 3, 4.5m)).ShouldBe(new Gaps(1, 2, 3, 4.5m));
        Again(new TimedGaps { Flag = 3, At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)), Maybe = 7 }).Maybe.ShouldBe(7);
    }

    [Fact]
    public void StructWithGaps_WhateverLiesInThem_IsWrittenTheSame()
    {
        var clean = Write(new Gaps(1, 2, 3, 4));
        Span<Gaps> dirty = [default];
        MemoryMarshal.AsBytes(dirty).Fill(0xA5);
        WriteFields(ref dirty[0]);
        MemoryMarshal.AsBytes(dirty).ToArray().ShouldNotBe(clean, "the gaps must be dirty for this test to say anything");
        Write(dirty[0]).ShouldBe(clean);
        Write(new[] { dirty[0], dirty[0] })[4..].ShouldBe([.. clean, .. clean]);

        static void WriteFields(ref Gaps value)
        {
            Unsafe.AsRef(in value.Small) = 1;
            Unsafe.AsRef(in value.Large) = 2;
            Unsafe.AsRef(in value.Last) = 3;
            Unsafe.AsRef(in value.Amount) = 4;
        }
    }

    [Fact]
    public void InlineArray_WithElements_ComesBack()
    {
        var four = default(Four);
        four[0] = 1;
        four[3] = long.MaxValue;
        Again(four)[3].ShouldBe(long.MaxValue);
        Write(four).Length.ShouldBe(32);
    }

    [Fact]
    public void For_OneType_GivesTheSameSerializer() => StateSerializer.For<(int, string)>().ShouldBeSameAs(StateSerializer.For<(int, string)>());

    [Fact]
    public void LongTuple_OverSevenMembers_ComesBack() => Again((1, 2, 3, 4, 5, 6, 7, "eight", 9.5)).ShouldBe((1, 2, 3, 4, 5, 6, 7, "eight", 9.5));

    [Fact]
    public void Type_ThatCannotComeBack_IsRefusedWithTheMember()
    {
        Refuses<object>("object");
        Refuses<IDisposable>("abstract");
        Refuses<Func<int>>("Func");
        Refuses<HiddenField>("_count");
        Refuses<Unset>("Value");
        Refuses<(int, Loose)>("Anything");
        Refuses<List<Loose>>("Anything");
        Refuses<Pointer>("Address");
        Refuses<Nested>("Inner.Anything");
        Refuses<WithStack>("order");
    }

    [Fact]
    public void Type_ThatNamesItsDerivedTypes_ComesBack()
    {
        Again<Shape>(new Circle(2)).ShouldBe(new Circle(2));
        Again<Shape>(new Square(3)).ShouldBe(new Square(3));
    }

    [Fact]
    public void PairsAndTuples_InARecord_ComeBack()
    {
        var read = Again(new Paired([new("a", 1)], Tuple.Create(2, "b"), (3, "c"), (4, 5)));
        read.Pairs.ShouldBe([new("a", 1)]);
        (read.Old, read.New, read.Maybe).ShouldBe((Tuple.Create(2, "b"), (3, "c"), (4, 5)));
    }

    [Fact]
    public void IgnoredMember_SaidByTheType_IsLeftOut() => Again(new Cached { Value = 3, Cache = "x" }).Cache.ShouldBeNull();

    [Fact]
    public void DerivedObject_WhereItsBaseIsDeclared_IsNotCutToTheBase() =>
        Should.Throw<CheckpointException>(() => Write(new Holder { Item = new Derived { More = 1 } })).Message.ShouldContain(nameof(Derived));

    [Fact]
    public void Dictionary_WithAComparerOfItsOwn_IsNotWritten() =>
        Should.Throw<CheckpointException>(() => Write(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)));

    [Fact]
    public void MemberWithAComparerOfItsOwn_IsNotWritten()
    {
        Should.Throw<CheckpointException>(() => Write(new SortedDictionary<string, int>(StringComparer.OrdinalIgnoreCase)));
        Again(new SortedDictionary<long, string> { [2] = "b", [1] = "a" }).Values.ShouldBe(["a", "b"]);
        Should.Throw<CheckpointException>(() => Write(new Counts { ByName = new(StringComparer.OrdinalIgnoreCase) }));
        Should.Throw<CheckpointException>(() => Write(new Counts { Sorted = new(Comparer<int>.Create((left, right) => right.CompareTo(left))) }));
        Again(new Counts { ByName = new(StringComparer.Ordinal) { ["A"] = 1, ["a"] = 2 }, Sorted = [3, 1], Letter = '\ud800', ByLetter = { ['x'] = 1 } })
            .ShouldSatisfyAllConditions(counts => counts.ByName["a"].ShouldBe(2), counts => counts.Sorted.ShouldBe([1, 3]), counts => counts.Letter.ShouldBe('\ud800'), counts => counts.ByLetter['x'].ShouldBe(1));
    }

    [Fact]
    public void AnyBytes_ReadAsAnyType_GiveAValueOrACheckpointException() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes =>
        {
            Tolerates<string>(bytes);
            Tolerates<List<string>>(bytes);
            Tolerates<Dictionary<int, string>>(bytes);
            Tolerates<(DateTime, DateTimeOffset)>(bytes);
            Tolerates<long[]>(bytes);
            Tolerates<Person>(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Length_ThatCannotBe_IsRefusedWithoutMakingRoom()
    {
        byte[] huge = [.. BitConverter.GetBytes(int.MaxValue), 1, 2, 3];
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var read in new Action[] { () => Read<string>(huge), () => Read<byte[]>(huge), () => Read<long[]>(huge), () => Read<List<int>>(huge), () => Read<Dictionary<int, int>>(huge) })
        {
            Should.Throw<CheckpointException>(read);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    private static bool Same(Person? left, Person? right) => left is null || right is null
        ? left is null && right is null
        : left.Name == right.Name && left.Value.Equals(right.Value) && left.Mutable.Equals(right.Mutable) && left.Time == right.Time && left.Time.Kind == right.Time.Kind
            && SameElements(left.Numbers, right.Numbers) && Same(left.Inner, right.Inner);

    private static void RoundTrips<T>(Func<T, T, bool>? same = null) => Law(ArbMap.Default.ArbFor<T>().Generator, same ?? EqualityComparer<T>.Default.Equals);

    private static void Law<T>(Gen<T> values, Func<T, T, bool> same) => Prop.ForAll(values.ToArbitrary(), value => same(value, Again(value))).QuickCheckThrowOnFailure();

    private static bool SameElements<T>(IEnumerable<T>? left, IEnumerable<T>? right) => left is null ? right is null : right is not null && left.SequenceEqual(right);

    private static void Refuses<T>(string named) => Should.Throw<CheckpointException>(() => StateSerializer.For<T>()).Message.ShouldContain(named, Case.Insensitive);

    private static void Tolerates<T>(byte[] bytes)
    {
        try
        {
            Read<T>(bytes);
        }
        catch (CheckpointException)
        {
        }
    }

    private static T Again<T>(T value)
    {
        var reader = new StateReader(Write(value));
        var read = StateSerializer.For<T>().Read(reader);
        reader.IsAtEnd.ShouldBeTrue();
        return read;
    }

    private static byte[] Write<T>(T value)
    {
        var writer = new StateWriter();
        StateSerializer.For<T>().Write(writer, in value);
        return writer.Written.ToArray();
    }

    private static T Read<T>(byte[] bytes) => StateSerializer.For<T>().Read(new StateReader(bytes));

    private readonly struct Gaps(byte small, long large, short last, decimal amount) : IEquatable<Gaps>
    {
        public readonly byte Small = small;
        public readonly long Large = large;
        public readonly short Last = last;
        public readonly decimal Amount = amount;

        public bool Equals(Gaps other) => (Small, Large, Last, Amount) == (other.Small, other.Large, other.Last, other.Amount);

        public override bool Equals(object? obj) => obj is Gaps other && Equals(other);

        public override int GetHashCode() => Small;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct TimedGaps
    {
        public byte Flag;
        public DateTimeOffset At;
        public int? Maybe;
    }

    [InlineArray(4)]
    private struct Four
    {
        private long _first;
    }

    private readonly unsafe struct Pointer(byte* address)
    {
        public byte* Address { get; } = address;
    }

    private sealed record Person(string? Name, double Value, DateTime Time, List<int> Numbers, Person? Inner)
    {
        public double Mutable { get; set; }

        public double Doubled => Value * 2;
    }

    private sealed record Paired(List<KeyValuePair<string, int>> Pairs, Tuple<int, string> Old, (int, string) New, (int, int)? Maybe);

    private sealed class HiddenField
    {
        private int _count;

        public int Next() => ++_count;
    }

    private sealed class Unset
    {
        public int Value { get; } = Environment.ProcessId;
    }

    private sealed class Loose
    {
        public object? Anything { get; set; }
    }

    private sealed class Nested
    {
        public Loose? Inner { get; set; }
    }

    private sealed class WithStack
    {
        public Stack<int> Numbers { get; set; } = new();
    }

    private sealed class Cached
    {
        public int Value { get; set; }

        [JsonIgnore]
        public string? Cache { get; set; }
    }

    private sealed class Counts
    {
        public Dictionary<string, int> ByName { get; set; } = [];

        public SortedSet<int> Sorted { get; set; } = [];

        public Dictionary<char, int> ByLetter { get; set; } = [];

        public char Letter { get; set; }
    }

    private class Base
    {
        public int Value { get; set; }
    }

    private sealed class Derived : Base
    {
        public int More { get; set; }
    }

    private sealed class Holder
    {
        public Base? Item { get; set; }
    }

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    private abstract record Shape;

    private sealed record Circle(double Radius) : Shape;

    private sealed record Square(double Side) : Shape;
}

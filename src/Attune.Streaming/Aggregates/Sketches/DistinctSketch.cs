using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Aggregates.Sketches;

/// <summary>State of a count of distinct values: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier 2007).</summary>
/// <remarks>
/// Few values take a small table of register numbers and ranks, 4 bytes each; when that grows to half of the registers' size, one byte for each
/// register. The estimate is Ertl's improved one (2017), which needs no tables of corrections and serves small counts, too.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public struct DistinctSketch
{
    private const int RankBits = 6;
    private const uint RankMask = (1 << RankBits) - 1;
    private const int SmallestTable = 4;

    // Open addressing; (register << 6) | rank, 0 is free.
    private uint[]? _table;
    private byte[]? _registers;
    private int _used;

    /// <summary>Whether each register has its own byte.</summary>
    internal readonly bool IsDense => _registers is not null;

    internal void Add(ulong hash, int precision)
    {
        var register = (uint)(hash >> (64 - precision));
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << precision) | (1UL << (precision - 1))) + 1);
        Raise(register, rank, precision);
    }

    internal void Merge(in DistinctSketch other, int precision)
    {
        for (var register = 0u; register < (other._registers?.Length ?? 0); register++)
        {
            if (other._registers![register] > 0)
            {
                Raise(register, other._registers[register], precision);
            }
        }

        foreach (var entry in other._table ?? [])
        {
            if (entry > 0)
            {
                Raise(entry >> RankBits, (byte)(entry & RankMask), precision);
            }
        }
    }

    internal readonly double Estimate(int precision)
    {
        var size = 1 << precision;
        Span<int> counts = stackalloc int[64 - precision + 2];
        counts[0] = size - (IsDense ? size : _used);
        foreach (var rank in _registers ?? [])
        {
            counts[rank]++;
        }

        foreach (var entry in _table ?? [])
        {
            counts[(int)(entry & RankMask)] += entry > 0 ? 1 : 0;
        }

        double total = size;
        var sum = total * Tau(1 - (counts[^1] / total));
        for (var rank = counts.Length - 2; rank > 0; rank--)
        {
            sum = (sum + counts[rank]) / 2;
        }

        sum += total * Sigma(counts[0] / total);
        return total * total / (2 * Math.Log(2) * sum);
    }

    /// <summary>Registers that are not 0, with their ranks.</summary>
    internal readonly List<(uint Register, byte Rank)> Entries()
    {
        var entries = new List<(uint, byte)>();
        for (var register = 0u; register < (_registers?.Length ?? 0); register++)
        {
            if (_registers![register] > 0)
            {
                entries.Add((register, _registers[register]));
            }
        }

        entries.AddRange((_table ?? []).Where(entry => entry > 0).Select(entry => (entry >> RankBits, (byte)(entry & RankMask))));
        return entries;
    }

    internal void Raise(uint register, byte rank, int precision)
    {
        if (_registers is not null)
        {
            _registers[register] = Math.Max(_registers[register], rank);
            return;
        }

        _table ??= new uint[SmallestTable];
        var place = PlaceOf(_table, register);
        if (_table[place] == 0)
        {
            if (_used >= _table.Length / 4 * 3)
            {
                Grow(precision);
                Raise(register, rank, precision);
                return;
            }

            _used++;
        }

        _table[place] = Math.Max(_table[place], (register << RankBits) | rank);
    }

    private static int PlaceOf(uint[] table, uint register)
    {
        var mask = table.Length - 1;
        var place = (int)((register * 0x9E3779B1u) >> 8) & mask;
        while (table[place] != 0 && table[place] >> RankBits != register)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        var (sum, weight) = (x, 1.0);
        for (var before = -1.0; sum != before; weight += weight)
        {
            x *= x;
            before = sum;
            sum += x * weight;
        }

        return sum;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        var (sum, weight) = (1 - x, 1.0);
        for (var before = -1.0; sum != before;)
        {
            x = Math.Sqrt(x);
            before = sum;
            weight /= 2;
            sum -= (1 - x) * (1 - x) * weight;
        }

        return sum / 3;
    }

    private void Grow(int precision)
    {
        var old = _table!;
        if (old.Length * 2 * sizeof(uint) > 1 << (precision - 1))
        {
            (_registers, _table) = (new byte[1 << precision], null);
            foreach (var entry in old)
            {
                if (entry > 0)
                {
                    _registers[entry >> RankBits] = (byte)(entry & RankMask);
                }
            }

            return;
        }

        _table = new uint[old.Length * 2];
        foreach (var entry in old)
        {
            if (entry > 0)
            {
                _table[PlaceOf(_table, entry >> RankBits)] = entry;
            }
        }
    }
}

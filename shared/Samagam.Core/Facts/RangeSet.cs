using System.Collections.Immutable;

namespace Samagam.Core.Facts;

/// <summary>Inclusive range of sequence numbers.</summary>
public readonly record struct SeqRange(ulong From, ulong To)
{
    public ulong Count => To - From + 1;
}

/// <summary>
/// Immutable set of sequence numbers kept as sorted, disjoint, non-adjacent ranges: a gapless stream is one range however
/// long it is. Law (held by a property test): union is commutative, associative and idempotent.
/// </summary>
public sealed class RangeSet : IEquatable<RangeSet>
{
    public static readonly RangeSet Empty = new([]);

    private RangeSet(ImmutableArray<SeqRange> ranges) => Ranges = ranges;

    public ImmutableArray<SeqRange> Ranges { get; }

    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>Largest member, 0 when empty.</summary>
    public ulong Max => IsEmpty ? 0 : Ranges[^1].To;

    public ulong Count
    {
        get
        {
            ulong sum = 0;
            foreach (var range in Ranges)
            {
                sum += range.Count;
            }
            return sum;
        }
    }

    /// <summary>The upper part of the set: at most so many of its ranges.</summary>
    public RangeSet Newest(int ranges) => Ranges.Length <= ranges ? this : new RangeSet(Ranges[^ranges..]);

    public static RangeSet Of(ulong from, ulong to) => from == 0 || from > to ? Empty : new([new SeqRange(from, to)]);

    /// <summary>Any ranges, in any order; empty or zero-based ones are left out.</summary>
    public static RangeSet From(IEnumerable<SeqRange> ranges)
    {
        var sorted = ranges.Where(r => r.From > 0 && r.From <= r.To).OrderBy(r => r.From).ToList();
        var merged = ImmutableArray.CreateBuilder<SeqRange>();
        foreach (var range in sorted)
        {
            if (merged.Count > 0 && (merged[^1].To == ulong.MaxValue || range.From <= merged[^1].To + 1))
            {
                merged[^1] = new SeqRange(merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }
        return merged.Count == 0 ? Empty : new RangeSet(merged.ToImmutable());
    }

    public bool Contains(ulong seq)
    {
        int low = 0, high = Ranges.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (seq < Ranges[middle].From)
            {
                high = middle - 1;
            }
            else if (seq > Ranges[middle].To)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    public RangeSet Add(ulong seq)
    {
        if (seq == 0 || Contains(seq))
        {
            return this;
        }
        // The common case: the next of a gapless stream.
        if (!IsEmpty && Max + 1 == seq)
        {
            return new RangeSet(Ranges.SetItem(Ranges.Length - 1, new SeqRange(Ranges[^1].From, seq)));
        }
        return Union(Of(seq, seq));
    }

    public RangeSet Union(RangeSet other) =>
        IsEmpty ? other : other.IsEmpty || ReferenceEquals(this, other) ? this : From(Ranges.Concat(other.Ranges));

    /// <summary>What is here and not in <paramref name="other"/>.</summary>
    public RangeSet Except(RangeSet other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }
        var rest = ImmutableArray.CreateBuilder<SeqRange>();
        var j = 0;
        foreach (var range in Ranges)
        {
            var from = range.From;
            while (j < other.Ranges.Length && other.Ranges[j].To < from)
            {
                j++;
            }
            for (var k = j; k < other.Ranges.Length && other.Ranges[k].From <= range.To; k++)
            {
                if (other.Ranges[k].From > from)
                {
                    rest.Add(new SeqRange(from, other.Ranges[k].From - 1));
                }
                if (other.Ranges[k].To >= range.To)
                {
                    from = 0;
                    break;
                }
                from = other.Ranges[k].To + 1;
            }
            if (from != 0 && from <= range.To)
            {
                rest.Add(new SeqRange(from, range.To));
            }
        }
        return rest.Count == 0 ? Empty : new RangeSet(rest.ToImmutable());
    }

    public bool Covers(RangeSet other) => other.Except(this).IsEmpty;

    public bool Equals(RangeSet? other) => other is not null && Ranges.AsSpan().SequenceEqual(other.Ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as RangeSet);

    public override int GetHashCode() => HashCode.Combine(Ranges.Length, Max);

    public override string ToString() => string.Join(',', Ranges.Select(r => r.From == r.To ? $"{r.From}" : $"{r.From}-{r.To}"));
}

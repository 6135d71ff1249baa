using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Samagam.Core.Facts;

/// <summary>
/// Which facts a box knows: a version vector with gaps, one <see cref="RangeSet"/> per stream, sorted. Includes facts
/// that were superseded and dropped: a cleared range still counts as known. Not safe for concurrent use.
/// </summary>
public sealed class Knowledge
{
    private readonly SortedDictionary<StreamKey, RangeSet> _streams = [];

    public Knowledge()
    {
    }

    public Knowledge(IEnumerable<KeyValuePair<StreamKey, RangeSet>> streams)
    {
        foreach (var (key, ranges) in streams)
        {
            Add(key, ranges);
        }
    }

    public Knowledge(IEnumerable<FactId> ids)
    {
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Streams with something known, in order.</summary>
    public IReadOnlyDictionary<StreamKey, RangeSet> Streams => _streams;

    public bool IsEmpty => _streams.Count == 0;

    public ulong Count => _streams.Values.Aggregate(0UL, (sum, ranges) => sum + ranges.Count);

    /// <summary>Every identity, in order. As many as <see cref="Count"/>: only for knowledge of bounded size.</summary>
    public IEnumerable<FactId> Ids
    {
        get
        {
            foreach (var (key, ranges) in _streams)
            {
                foreach (var range in ranges.Ranges)
                {
                    for (var seq = range.From; ; seq++)
                    {
                        yield return new FactId(key, seq);
                        if (seq == range.To)
                        {
                            break;
                        }
                    }
                }
            }
        }
    }

    public RangeSet Of(StreamKey key) => _streams.GetValueOrDefault(key, RangeSet.Empty);

    public bool Contains(FactId id) => Of(id.Key).Contains(id.Seq);

    public void Add(FactId id) => _streams[id.Key] = Of(id.Key).Add(id.Seq);

    public void Add(StreamKey key, RangeSet ranges)
    {
        if (!ranges.IsEmpty)
        {
            _streams[key] = Of(key).Union(ranges);
        }
    }

    public void Add(Knowledge other)
    {
        foreach (var (key, ranges) in other._streams)
        {
            Add(key, ranges);
        }
    }

    /// <summary>What is known here and not there.</summary>
    public Knowledge Except(Knowledge other)
    {
        var rest = new Knowledge();
        foreach (var (key, ranges) in _streams)
        {
            rest.Add(key, ranges.Except(other.Of(key)));
        }
        return rest;
    }

    /// <summary>The part whose streams pass <paramref name="follows"/>.</summary>
    public Knowledge Where(Func<StreamId, bool> follows) => new(_streams.Where(s => follows(s.Key.Stream)));

    public Knowledge Copy() => new(_streams);

    public bool SameAs(Knowledge other) =>
        _streams.Count == other._streams.Count
        && _streams.All(s => other._streams.TryGetValue(s.Key, out var ranges) && ranges.Equals(s.Value));

    /// <summary>
    /// First eight bytes of SHA-256 over the sorted streams and ranges that pass <paramref name="follows"/>: equal roots
    /// mean equal knowledge, but for a chance of 2⁻⁶⁴.
    /// </summary>
    public ulong Root(Func<StreamId, bool> follows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> buffer = stackalloc byte[16];
        foreach (var (key, ranges) in _streams)
        {
            if (!follows(key.Stream))
            {
                continue;
            }
            BinaryPrimitives.WriteUInt16BigEndian(buffer, key.Origin.Number);
            BinaryPrimitives.WriteUInt32BigEndian(buffer[2..], key.Epoch);
            BinaryPrimitives.WriteUInt32BigEndian(buffer[6..], key.Stream.Packed);
            BinaryPrimitives.WriteInt32BigEndian(buffer[10..], ranges.Ranges.Length);
            hash.AppendData(buffer[..14]);
            foreach (var range in ranges.Ranges)
            {
                BinaryPrimitives.WriteUInt64BigEndian(buffer, range.From);
                BinaryPrimitives.WriteUInt64BigEndian(buffer[8..], range.To);
                hash.AppendData(buffer);
            }
        }
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt64BigEndian(digest);
    }

    public override string ToString() => string.Join(' ', _streams.Select(s => $"{s.Key}:{s.Value}"));
}

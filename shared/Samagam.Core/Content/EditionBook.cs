using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Ids;

namespace Samagam.Core.Content;

/// <summary>
/// An edition a box has in force (kind <c>content.announced</c>, law <see cref="FoldingLaw.Own"/>, subject <c>content/{pack}</c>): says that there is one, and who has
/// it. Whether it may come into force says only the authority's signature on its manifest.
/// </summary>
/// <param name="ManifestSha256">64 lower-case hexadecimal digits: names the edition.</param>
/// <param name="Bytes">All files together.</param>
public sealed record EditionSaid(string Pack, int Version, string ManifestSha256, long Bytes)
{
    public string Subject => $"content/{Pack}";

    public bool IsValid => ContentText.WrongId(Pack, 50) is null && Version >= 1 && ContentText.WrongHash(ManifestSha256) is null && Bytes >= 0;
}

/// <summary>Who has which edition. Immutable; the same facts in any order give the same book. Bounded: beyond the limit the least (pack, box) stay.</summary>
public sealed class EditionBook
{
    /// <summary>Packs times boxes.</summary>
    public const int MaxKept = 4_096;

    public static readonly EditionBook Empty = new(ImmutableSortedDictionary<(string, NodeId), (Fact, EditionSaid)>.Empty);

    private readonly ImmutableSortedDictionary<(string Pack, NodeId Box), (Fact Fact, EditionSaid Said)> _editions;

    private EditionBook(ImmutableSortedDictionary<(string, NodeId), (Fact, EditionSaid)> editions) => _editions = editions;

    /// <summary>By pack, then by box.</summary>
    public IEnumerable<(NodeId Box, EditionSaid Said)> All => _editions.Select(e => (e.Key.Box, e.Value.Said));

    /// <summary>What a box last said of a pack.</summary>
    public EditionSaid? Of(string pack, NodeId box) => _editions.TryGetValue((pack, box), out var held) ? held.Said : null;

    public EditionBook With(Fact fact, EditionSaid said)
    {
        var key = (said.Pack, fact.Id.Origin);
        if (_editions.TryGetValue(key, out var held))
        {
            return Supersession.Compare(FoldingLaw.Own, held.Fact, fact) >= 0 ? this : new EditionBook(_editions.SetItem(key, (fact, said)));
        }
        var next = _editions.Add(key, (fact, said));
        return new EditionBook(next.Count > MaxKept ? next.Remove(next.Keys.Last()) : next);
    }
}

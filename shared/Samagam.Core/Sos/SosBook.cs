using System.Collections.Immutable;
using Samagam.Core.Ids;

namespace Samagam.Core.Sos;

/// <summary>
/// All cases known, folded from facts in any order. Immutable: a reader holds a snapshot, the writer swaps the reference.
/// </summary>
public sealed class SosBook
{
    public static readonly SosBook Empty = new(ImmutableSortedDictionary<SosId, SosCase>.Empty, ImmutableSortedSet<SosId>.Empty);

    private SosBook(ImmutableSortedDictionary<SosId, SosCase> cases, ImmutableSortedSet<SosId> open) => (Cases, OpenIds) = (cases, open);

    public ImmutableSortedDictionary<SosId, SosCase> Cases { get; }

    public ImmutableSortedSet<SosId> OpenIds { get; }

    public IEnumerable<SosCase> Open => OpenIds.Select(id => Cases[id]);

    public SosCase? Find(SosId id) => Cases.GetValueOrDefault(id);

    /// <summary>The book with these facts too; the same facts again change nothing.</summary>
    public SosBook With(IEnumerable<SosFact> facts)
    {
        var cases = Cases.ToBuilder();
        var open = OpenIds.ToBuilder();
        foreach (var group in facts.GroupBy(f => f.Case))
        {
            var sos = (cases.TryGetValue(group.Key, out var known) ? known : SosCase.Empty(group.Key)).With(group);
            cases[group.Key] = sos;
            if (sos.IsOpen)
            {
                open.Add(group.Key);
            }
            else
            {
                open.Remove(group.Key);
            }
        }
        return new SosBook(cases.ToImmutable(), open.ToImmutable());
    }
}

using Samagam.Core.Facts;
using Samagam.Core.Sos;
using Samagam.Mesh.Store;
using Samagam.Sqlite;
using Samagam.Wire.Sos;

namespace Samagam.Processes;

/// <summary>What the databases of stopped boxes say, held against each other and against what was acknowledged.</summary>
/// <param name="Faults">Empty when all is well; else a sentence each.</param>
public sealed record StoreVerdict(int Boxes, int Facts, int Cases, IReadOnlyList<string> Faults);

/// <summary>Reads every box's store, by the product's own code, and compares them fact by fact.</summary>
public static class StoreComparison
{
    public static async Task<StoreVerdict> CompareAsync(LiveMesh mesh, IReadOnlyCollection<string> acknowledged, TimeProvider time)
    {
        var faults = new List<string>();
        var stores = new SortedDictionary<int, SortedDictionary<FactId, Fact>>();
        var known = new SortedDictionary<int, Knowledge>();
        foreach (var number in mesh.Boxes)
        {
            (stores[number], known[number]) = await ReadAsync(Path.Combine(mesh.Files.DataOf(number), "facts.db"), time).ConfigureAwait(false);
        }
        var reference = stores[MeshLayout.HubNumber];
        foreach (var (number, facts) in stores)
        {
            var name = MeshFiles.NameOf(number);
            if (!known[number].SameAs(known[MeshLayout.HubNumber]))
            {
                var lacks = known[MeshLayout.HubNumber].Except(known[number]);
                var more = known[number].Except(known[MeshLayout.HubNumber]);
                faults.Add($"{name} and the hub know different facts; {name} lacks [{lacks}], has besides [{more}]");
            }
            foreach (var (id, fact) in facts)
            {
                if (!reference.TryGetValue(id, out var same))
                {
                    faults.Add($"{name} holds {id} ({fact.Kind}), the hub does not");
                }
                else if (!same.SaysTheSameAs(fact))
                {
                    faults.Add($"{id} says one thing at {name} and another at the hub");
                }
            }
            foreach (var id in reference.Keys.Where(id => !facts.ContainsKey(id)))
            {
                faults.Add($"the hub holds {id} ({reference[id].Kind}), {name} does not");
            }
        }
        var book = SosBook.Empty.With(reference.Values.Select(SosCodec.TryRead).OfType<SosFact>());
        var cases = book.Cases.Values.Where(c => c.Raised is not null).Select(c => c.Id.ToString()).ToHashSet();
        foreach (var id in acknowledged.Where(id => !cases.Contains(id)).Order(StringComparer.Ordinal))
        {
            faults.Add($"call {id} was acknowledged by a box and is lost");
        }
        return new StoreVerdict(stores.Count, reference.Count, cases.Count, faults);
    }

    private static async Task<(SortedDictionary<FactId, Fact> Facts, Knowledge Known)> ReadAsync(string path, TimeProvider time)
    {
        var log = SqliteFactLog.Open(path, new SqliteOptions(), new WriteLaneOptions { Name = "compare" }, time);
        await using (log.ConfigureAwait(false))
        {
            var facts = new SortedDictionary<FactId, Fact>();
            long cursor = 0;
            while (true)
            {
                var (page, next) = log.ReadFrom(cursor, 5_000);
                if (page.Count == 0)
                {
                    return (facts, log.Known().Where(s => s.Scope == Scope.Mesh));
                }
                foreach (var fact in page.Where(f => f.Id.Key.Stream.Scope == Scope.Mesh))
                {
                    facts[fact.Id] = fact;
                }
                cursor = next;
            }
        }
    }
}

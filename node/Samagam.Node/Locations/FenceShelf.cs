using System.Collections.Frozen;
using Samagam.Core.Facts;
using Samagam.Core.Locations;
using Samagam.Mesh.Facts;
using Samagam.Wire.Locations;

namespace Samagam.Node.Locations;

/// <summary>The geofences in force, laid out for many questions. Follows the facts of this box and of others.</summary>
public sealed class FenceShelf
{
    private readonly Lock _gate = new();
    private readonly LocationOptions _options;
    private readonly Dictionary<FenceId, Fact> _standing = [];
    private volatile IReadOnlyDictionary<FenceId, FenceGeometry> _fences = FrozenDictionary<FenceId, FenceGeometry>.Empty;

    public FenceShelf(IFactLog log, LocationOptions options)
    {
        _options = options;
        log.OnCommitted(commit => Take(commit.Added));
        Take(log.Below(FenceId.Root));
    }

    /// <summary>Those in force, whose words are within the limits; at most <see cref="LocationOptions.MaxFences"/>, by id.</summary>
    public IReadOnlyDictionary<FenceId, FenceGeometry> Fences => _fences;

    /// <summary>Null for one not known, removed or beyond the limits.</summary>
    public Fence? Find(FenceId id) => _fences.TryGetValue(id, out var fence) ? fence.Fence : null;

    private void Take(IReadOnlyList<Fact> facts)
    {
        lock (_gate)
        {
            var changed = false;
            foreach (var fact in facts)
            {
                if (fact.Kind == FactKinds.FenceSaid.Name && FenceId.OfSubject(fact.Subject) is { } id
                    && (!_standing.TryGetValue(id, out var held) || Supersession.Compare(FoldingLaw.Latest, fact, held) > 0))
                {
                    _standing[id] = fact;
                    changed = true;
                }
            }
            if (changed)
            {
                _fences = _standing.OrderBy(s => s.Key).Select(s => LocationCodec.TryReadFence(s.Value)).OfType<Fence>()
                    .Where(f => !f.IsRemoved && f.Wrong(_options) is null).Take(_options.MaxFences).ToFrozenDictionary(f => f.Id, f => new FenceGeometry(f));
            }
        }
    }
}

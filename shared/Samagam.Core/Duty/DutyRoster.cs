using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Ids;

namespace Samagam.Core.Duty;

/// <summary>One responder's duty as last stated (law <see cref="FoldingLaw.Latest"/>, subject <c>responder/{id}</c>).</summary>
/// <param name="CallSign">How the caller is told who comes: a call sign, never a personal name.</param>
/// <param name="Node">The box whose people this responder serves; offers reach their phone there.</param>
/// <param name="Point">The post they stand at, as last stated.</param>
public sealed record DutyState(ResponderId Responder, bool OnDuty, string CallSign, string Role, IReadOnlyList<string> Skills, NodeId Node, ushort Sector, GeoPoint Point)
{
    public const int MaxSkills = 16;
    public const int MaxWordLength = 40;
}

/// <summary>Who is on duty. Immutable; the same facts in any order give the same roster.</summary>
public sealed class DutyRoster
{
    public static readonly DutyRoster Empty = new(ImmutableSortedDictionary<ResponderId, (Fact, DutyState)>.Empty);

    private readonly ImmutableSortedDictionary<ResponderId, (Fact Fact, DutyState State)> _entries;

    private DutyRoster(ImmutableSortedDictionary<ResponderId, (Fact, DutyState)> entries) => _entries = entries;

    public IEnumerable<DutyState> OnDuty => _entries.Values.Where(e => e.State.OnDuty).Select(e => e.State);

    public DutyState? Find(ResponderId id) => _entries.TryGetValue(id, out var entry) ? entry.State : null;

    /// <summary>Edit count of the newest statement about a responder, to be counted up by the next.</summary>
    public uint EditsOf(ResponderId id) => _entries.TryGetValue(id, out var entry) ? entry.Fact.Edits : 0;

    public DutyRoster With(Fact fact, DutyState state)
    {
        if (_entries.TryGetValue(state.Responder, out var known) && Supersession.Compare(FoldingLaw.Latest, known.Fact, fact) >= 0)
        {
            return this;
        }
        return new DutyRoster(_entries.SetItem(state.Responder, (fact, state)));
    }
}

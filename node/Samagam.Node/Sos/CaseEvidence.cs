using System.Globalization;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Picture;
using Samagam.Wire.Hub;

namespace Samagam.Node.Sos;

/// <summary>
/// What this box has seen of a call's way: neighbours that hold it on disk, the hub's receipt, each with the time it was first
/// true. Feeds the ladder; only grows. Noted locally without waiting for the disk: it can be learnt again.
/// </summary>
public sealed class CaseEvidence
{
    private const string Notes = "sos.evidence";
    private readonly Lock _gate = new();
    private readonly FactDesk _desk;
    private readonly SortedDictionary<SosId, Seen> _seen = [];
    private readonly Dictionary<FactId, SosId> _calls = [];
    private readonly HashSet<SosId> _unsaved = [];
    private Action<SosId> _changed = _ => { };

    public CaseEvidence(FactDesk desk, EventPicture picture)
    {
        _desk = desk;
        foreach (var sos in picture.Snapshot.Sos.Cases.Values.Where(c => c.RaisedFact is not null))
        {
            _calls[sos.RaisedFact!.Id] = sos.Id;
        }
        picture.OnChanged(Take);
    }

    /// <summary>Neighbours that have the call on disk, since when, and when the hub said it holds it.</summary>
    public (int Copies, HybridTime? CopiedAt, HybridTime? HubAt) Of(SosCase sos)
    {
        lock (_gate)
        {
            var seen = _seen.GetValueOrDefault(sos.Id);
            // A box that was given the call by its neighbour is itself a copy.
            var here = sos.RaisedFact is { } raised && raised.Origin != _desk.Self ? 1 : 0;
            return (Math.Max(here, seen?.Holders.Count ?? 0), seen?.CopiedAt ?? (here > 0 ? sos.RaisedFact!.Time : null), seen?.HubAt);
        }
    }

    /// <summary>Doorbell after a rung was reached.</summary>
    public void OnChanged(Action<SosId> handler) => _changed += handler;

    /// <summary>Takes a notice of the gossip pump.</summary>
    public void Take(GossipOutput notice)
    {
        if (notice is not GossipOutput.Copied copied)
        {
            return;
        }
        var changed = new List<SosId>();
        lock (_gate)
        {
            foreach (var fact in copied.Facts)
            {
                if (_calls.TryGetValue(fact, out var id) && SeenOf(id).Holders.Add(copied.Peer))
                {
                    var (wallMs, quality) = _desk.BestTime();
                    SeenOf(id).CopiedAt ??= new HybridTime(wallMs, 0, quality);
                    _unsaved.Add(id);
                    changed.Add(id);
                }
            }
        }
        changed.ForEach(_changed);
    }

    /// <summary>Reads back what was noted before a restart.</summary>
    public async ValueTask RememberAsync(CancellationToken cancellation)
    {
        var notes = await _desk.WriteAsync(Lane.Life, scope => scope.Rows.ListLocal(Notes), cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var (key, value) in notes)
            {
                if (SosId.TryParse(key, out var id))
                {
                    Seen.Parse(Encoding.ASCII.GetString(value), SeenOf(id));
                }
            }
        }
    }

    /// <summary>Notes what is new; called now and then, off every hot path.</summary>
    public async ValueTask SaveAsync(CancellationToken cancellation)
    {
        List<(SosId Id, string Text)> news;
        lock (_gate)
        {
            news = [.. _unsaved.Order().Select(id => (id, _seen[id].ToString()))];
            _unsaved.Clear();
        }
        if (news.Count == 0)
        {
            return;
        }
        try
        {
            await _desk.WriteAsync(
                Lane.Telemetry,
                scope =>
                {
                    foreach (var (id, text) in news)
                    {
                        scope.Rows.PutLocal(Notes, id.ToString(), Encoding.ASCII.GetBytes(text));
                    }
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            lock (_gate)
            {
                _unsaved.UnionWith(news.Select(n => n.Id));
            }
        }
    }

    private void Take(PictureSnapshot snapshot, IReadOnlyList<Fact> facts)
    {
        var changed = new List<SosId>();
        lock (_gate)
        {
            foreach (var fact in facts)
            {
                if (fact.Kind == FactKinds.SosRaised.Name && fact.Subject.Length > 4 && SosId.TryParse(fact.Subject[4..], out var id))
                {
                    _calls[fact.Id] = id;
                    if (snapshot.HubHolds.Contains(fact.Id))
                    {
                        MarkHub(id, fact.Time, changed);
                    }
                }
                else if (ReceiptCodec.TryRead(fact) is var (key, held))
                {
                    foreach (var (call, sos) in _calls)
                    {
                        if (call.Key == key && held.Contains(call.Seq))
                        {
                            MarkHub(sos, fact.Time, changed);
                        }
                    }
                }
            }
        }
        changed.ForEach(_changed);
    }

    private void MarkHub(SosId id, HybridTime at, List<SosId> changed)
    {
        if (SeenOf(id).HubAt is null)
        {
            SeenOf(id).HubAt = at;
            _unsaved.Add(id);
            changed.Add(id);
        }
    }

    private Seen SeenOf(SosId id)
    {
        if (!_seen.TryGetValue(id, out var seen))
        {
            _seen[id] = seen = new Seen();
        }
        return seen;
    }

    private sealed class Seen
    {
        public SortedSet<NodeId> Holders { get; } = [];
        public HybridTime? CopiedAt { get; set; }
        public HybridTime? HubAt { get; set; }

        public static void Parse(string text, Seen into)
        {
            var parts = text.Split('|');
            if (parts.Length != 3)
            {
                return;
            }
            foreach (var holder in parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (ushort.TryParse(holder, CultureInfo.InvariantCulture, out var number))
                {
                    into.Holders.Add(new NodeId(number));
                }
            }
            into.CopiedAt ??= Time(parts[1]);
            into.HubAt ??= Time(parts[2]);
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{string.Join(',', Holders.Select(h => h.Number))}|{Text(CopiedAt)}|{Text(HubAt)}");

        private static string Text(HybridTime? time) =>
            time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.Packed}:{(int)t.Quality}") : "";

        private static HybridTime? Time(string text)
        {
            var parts = text.Split(':');
            return parts.Length == 2 && ulong.TryParse(parts[0], CultureInfo.InvariantCulture, out var packed)
                && byte.TryParse(parts[1], CultureInfo.InvariantCulture, out var quality) && quality <= 2
                ? HybridTime.Unpack(packed, (ClockQuality)quality)
                : null;
        }
    }
}

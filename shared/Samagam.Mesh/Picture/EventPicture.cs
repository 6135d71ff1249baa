using Samagam.Core.Amenities;
using Samagam.Core.Boxes;
using Samagam.Core.Content;
using Samagam.Core.Crowd;
using Samagam.Core.Duty;
using Samagam.Core.Facts;
using Samagam.Core.Orders;
using Samagam.Core.Sos;
using Samagam.Core.Warnings;
using Samagam.Mesh.Facts;
using Samagam.Wire.Amenities;
using Samagam.Wire.Boxes;
using Samagam.Wire.Content;
using Samagam.Wire.Crowd;
using Samagam.Wire.Duty;
using Samagam.Wire.Hub;
using Samagam.Wire.Orders;
using Samagam.Wire.Sos;
using Samagam.Wire.Warnings;

namespace Samagam.Mesh.Picture;

/// <summary>What the facts held here add up to. Immutable: a reader keeps one snapshot for one answer.</summary>
/// <param name="HubHolds">What the hub's receipts say it has on disk; only grows.</param>
/// <param name="Version">Counts the changes since start.</param>
public sealed record PictureSnapshot(
    SosBook Sos, DutyRoster Duty, BoxDirectory Boxes, CrowdBook Crowd, OrderBook Orders, Knowledge HubHolds, long Version)
{
    /// <summary>Words of the authority to the public, and what stands of them.</summary>
    public WarningBook Warnings { get; init; } = WarningBook.Empty;

    /// <summary>What is said of amenities over the map.</summary>
    public AmenityBook Amenities { get; init; } = AmenityBook.Empty;

    /// <summary>Who has which edition of which content pack.</summary>
    public EditionBook Editions { get; init; } = EditionBook.Empty;

    public static readonly PictureSnapshot Empty =
        new(SosBook.Empty, DutyRoster.Empty, BoxDirectory.Empty, CrowdBook.Empty, OrderBook.Empty, new Knowledge(), 0);
}

/// <summary>
/// Folds every committed fact into <see cref="Snapshot"/>. Applied by the writer in commit order, before the writers are
/// told, so that whoever wrote sees it.
/// </summary>
public sealed class EventPicture
{
    private readonly Lock _gate = new();
    private volatile PictureSnapshot _snapshot = PictureSnapshot.Empty;
    private Action<IReadOnlyList<Fact>>? _beside;
    private Action<PictureSnapshot, IReadOnlyList<Fact>> _changed = (_, _) => { };

    public PictureSnapshot Snapshot => _snapshot;

    /// <summary>Rebuilds from the log, then follows it. Facts seen twice change nothing.</summary>
    /// <param name="beside">Shown the same facts, before whoever is told of the change: for what is kept beside the picture, so that the log is read once.</param>
    public static EventPicture Follow(IFactLog log, Action<IReadOnlyList<Fact>>? beside = null)
    {
        var picture = new EventPicture { _beside = beside };
        log.OnCommitted(commit => picture.Apply(commit.Added));
        long cursor = 0;
        while (true)
        {
            var (facts, next) = log.ReadFrom(cursor, 5_000);
            if (facts.Count == 0)
            {
                return picture;
            }
            picture.Apply(facts);
            cursor = next;
        }
    }

    /// <summary>Doorbell after each change: the new snapshot and the facts that made it. Called in the writer; must be quick.</summary>
    public void OnChanged(Action<PictureSnapshot, IReadOnlyList<Fact>> handler)
    {
        lock (_gate)
        {
            _changed += handler;
        }
    }

    private void Apply(IReadOnlyList<Fact> facts)
    {
        lock (_gate)
        {
            var now = _snapshot;
            var sos = facts.Select(SosCodec.TryRead).OfType<SosFact>().ToList();
            if (sos.Count > 0)
            {
                now = now with { Sos = now.Sos.With(sos) };
            }
            var receipts = new List<(StreamKey Key, RangeSet Held)>();
            foreach (var fact in facts)
            {
                if (DutyCodec.TryRead(fact) is { } duty)
                {
                    now = now with { Duty = now.Duty.With(fact, duty) };
                }
                else if (BoxCodec.TryRead(fact) is { } box)
                {
                    now = now with { Boxes = now.Boxes.With(fact.Id, box) };
                }
                else if (CrowdCodec.TryRead(fact) is { } crowd)
                {
                    now = now with { Crowd = now.Crowd.With(fact, crowd) };
                }
                else if (OrderCodec.TryRead(fact) is { } order)
                {
                    now = now with { Orders = now.Orders.With(fact, order) };
                }
                else if (WarningCodec.TryRead(fact) is { } warning)
                {
                    now = now with { Warnings = now.Warnings.With(fact, warning) };
                }
                else if (Amenity(now.Amenities, fact) is { } amenities)
                {
                    now = now with { Amenities = amenities };
                }
                else if (EditionCodec.TryRead(fact) is { } edition)
                {
                    now = now with { Editions = now.Editions.With(fact, edition) };
                }
                else if (ReceiptCodec.TryRead(fact) is { } receipt)
                {
                    receipts.Add(receipt);
                }
            }
            if (receipts.Count > 0)
            {
                var held = now.HubHolds.Copy();
                foreach (var (key, ranges) in receipts)
                {
                    held.Add(key, ranges);
                }
                now = now with { HubHolds = held };
            }
            _snapshot = now with { Version = now.Version + 1 };
            _beside?.Invoke(facts);
            _changed(_snapshot, facts);
        }
    }

    private static AmenityBook? Amenity(AmenityBook book, Fact fact) =>
        AmenityCodec.TryReadReport(fact) is { } report ? book.With(fact, report)
        : AmenityCodec.TryReadStatus(fact) is { } status ? book.With(fact, status)
        : AmenityCodec.TryReadSaid(fact) is { } said ? book.With(fact, said)
        : AmenityCodec.TryReadCategory(fact) is { } category ? book.With(fact, category)
        : null;
}

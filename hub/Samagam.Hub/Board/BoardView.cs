using System.Collections.Immutable;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Warnings;
using Samagam.Mesh.Picture;

namespace Samagam.Hub.Board;

/// <summary>
/// What the control room sees. Law: a pure function of the facts, of when each box was heard, and of the time; every case appears exactly
/// once, in <see cref="Open"/>, <see cref="Drills"/> or <see cref="Ended"/>, or is counted as not shown.
/// </summary>
public sealed record BoardView
{
    /// <summary>Version of the picture it was made from.</summary>
    public required long Version { get; init; }

    /// <summary>The time all ages count to, ms since 1970.</summary>
    public required long NowMs { get; init; }

    /// <summary>Open cases: loudest first, then oldest first.</summary>
    public required ImmutableArray<CaseRow> Open { get; init; }

    /// <summary>Open exercises, in the same order; never among the real.</summary>
    public required ImmutableArray<CaseRow> Drills { get; init; }

    /// <summary>Ended lately, newest end first; exercises among them are marked.</summary>
    public required ImmutableArray<CaseRow> Ended { get; init; }

    /// <summary>Open cases beyond the limit of the board.</summary>
    public required int OpenNotShown { get; init; }

    /// <summary>What the public is told now or soon, the worst first.</summary>
    public ImmutableArray<WarningMessage> Warnings { get; init; } = [];

    public required ImmutableArray<SectorRow> Sectors { get; init; }
    public required ImmutableArray<BoxRow> Boxes { get; init; }
    public required BoardTotals Totals { get; init; }

    public static BoardView Of(PictureSnapshot picture, IReadOnlyDictionary<NodeId, BoxHeard> heard, long nowMs, BoardOptions options)
    {
        var rows = new CaseRows(picture, nowMs, options);
        var all = picture.Sos.Cases.Values.ToList();
        var open = all.Where(c => c.EndedBy is null).Select(rows.Of)
            .OrderBy(r => r.Urgency).ThenBy(r => r.Age.SinceMs ?? long.MinValue).ThenBy(r => r.Id)
            .ToList();
        var real = open.Where(r => !r.Drill).ToList();
        var ended = all.Where(c => EndedLately(c, nowMs, options))
            .OrderByDescending(c => c.EndedBy!.Time.Packed).ThenBy(c => c.Id)
            .ToList();
        var boxes = BoxRows(picture, heard, nowMs, options, real);
        var silent = boxes.Count(b => b.Silent);
        var onDuty = picture.Duty.OnDuty.Count();
        return new BoardView
        {
            Version = picture.Version,
            NowMs = nowMs,
            Open = [.. real.Take(options.MaxOpen)],
            OpenNotShown = Math.Max(0, real.Count - options.MaxOpen),
            Drills = [.. open.Where(r => r.Drill).Take(options.MaxOpen)],
            Ended = [.. ended.Take(options.MaxEnded).Select(rows.Of)],
            Sectors = SectorRows(picture, boxes, real),
            Boxes = boxes,
            Warnings = [.. picture.Warnings.Standing(nowMs)],
            Totals = new BoardTotals(
                real.Count,
                real.Count(r => r.Status == SosStatus.Pending),
                real.Count(r => r.Status == SosStatus.Pending && IsUnheard(r, options)),
                real.Count(r => r.Status == SosStatus.Acknowledged && r.Urgency != Urgency.Arrived),
                real.Count(r => r.Urgency == Urgency.Arrived),
                ended.Count(c => c.Raised?.Drill != true),
                all.Count(c => c.Raised?.Drill != true),
                open.Count - real.Count,
                onDuty,
                boxes.Count(b => !b.IsHub),
                silent),
        };
    }

    /// <summary>One case as the board shows it, or null when it is not known.</summary>
    public static CaseRow? CaseOf(PictureSnapshot picture, SosId id, long nowMs, BoardOptions options) =>
        picture.Sos.Find(id) is { } sos ? new CaseRows(picture, nowMs, options).Of(sos) : null;

    private static bool IsUnheard(CaseRow row, BoardOptions options) =>
        !row.Responders.Any(r => r.Received is not null || r.Accepted is not null) && row.Age.SinceMs is { } since && row.Age.NowMs - since >= options.UnheardAfterMs;

    /// <summary>By the end's own stamp; one of an unset clock counts as fresh, so that no ending goes unseen.</summary>
    private static bool EndedLately(SosCase sos, long nowMs, BoardOptions options) =>
        sos.EndedBy is { } end && (Moment.At(end.Time, nowMs).AgeSeconds is not { } age || age * 1000 < options.KeepEndedMs);

    private static ImmutableArray<BoxRow> BoxRows(PictureSnapshot picture, IReadOnlyDictionary<NodeId, BoxHeard> heard, long nowMs, BoardOptions options, List<CaseRow> real)
    {
        var led = real.Where(r => r.Leader is not null).CountBy(r => r.Leader!.Value.Node).ToDictionary();
        var duty = picture.Duty.OnDuty.CountBy(d => d.Node).ToDictionary();
        var rows = ImmutableArray.CreateBuilder<BoxRow>();
        foreach (var box in picture.Boxes.All)
        {
            var known = heard.GetValueOrDefault(box.Node);
            var linked = known?.Linked == true;
            long? ago = box.IsHub || linked ? 0 : known?.LastMs is { } at ? Math.Max(0, nowMs - at) / 1000 : null;
            rows.Add(new BoxRow(
                CaseRows.Label(picture, box.Node),
                box.Point,
                box.IsHub,
                ago,
                linked,
                Silent: !box.IsHub && (ago is not { } seconds || seconds * 1000 >= options.SilentAfterMs),
                led.GetValueOrDefault(box.Node),
                duty.GetValueOrDefault(box.Node)));
        }
        return rows.ToImmutable();
    }

    private static ImmutableArray<SectorRow> SectorRows(PictureSnapshot picture, ImmutableArray<BoxRow> boxes, List<CaseRow> real)
    {
        var duty = picture.Duty.OnDuty.CountBy(d => d.Sector).ToDictionary();
        var cases = real.ToLookup(r => r.Leader?.Sector ?? 0);
        var sectors = boxes.Where(b => !b.IsHub).Select(b => b.Box.Sector).Concat(duty.Keys).Concat(cases.Select(c => c.Key)).Distinct().Order();
        var rows = ImmutableArray.CreateBuilder<SectorRow>();
        foreach (var sector in sectors)
        {
            var pending = cases[sector].Where(r => r.Status == SosStatus.Pending).ToList();
            var here = boxes.Where(b => !b.IsHub && b.Box.Sector == sector).ToList();
            rows.Add(new SectorRow(
                sector,
                cases[sector].Count(),
                pending.Count,
                pending.Count == 0 ? null : pending.MinBy(r => r.Age.SinceMs ?? long.MinValue)!.Age,
                duty.GetValueOrDefault(sector),
                here.Count,
                here.Count(b => b.Silent)));
        }
        return rows.ToImmutable();
    }
}

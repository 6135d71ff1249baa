using Samagam.Core.Ids;
using Samagam.Hub.Board;
using Samagam.Web.Json;

namespace Samagam.Hub.Api;

/// <summary>What the pages and calls read: the picture of now, at most a moment old, shared by all readers. Safe for concurrent use.</summary>
public sealed class BoardDesk
{
    /// <summary>A view made within this is good for another reader: a hundred screens cost no more than one.</summary>
    public static readonly TimeSpan ShareFor = TimeSpan.FromMilliseconds(250);

    private readonly HubApplication _hub;
    private readonly TimeProvider _time;
    private readonly long _startedMs;
    private volatile BoardView? _last;

    public BoardDesk(HubApplication hub, BoardOptions options, TimeProvider time)
    {
        options.Validate();
        (_hub, Options, _time) = (hub, options, time);
        Heard = new HeardBoxes(hub.Desk.Log, () => hub.Mesh.UpLinks, time);
        _startedMs = NowMs;
    }

    public BoardOptions Options { get; }

    public HeardBoxes Heard { get; }

    public long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public BoardView View()
    {
        var version = _hub.Picture.Snapshot.Version;
        var nowMs = NowMs;
        if (_last is { } last && last.Version == version && Math.Abs(nowMs - last.NowMs) < ShareFor.TotalMilliseconds)
        {
            return last;
        }
        return _last = BoardView.Of(_hub.Picture.Snapshot, Heard.Snapshot(), nowMs, Options);
    }

    /// <summary>Null when no such case is known.</summary>
    public CaseRow? Case(SosId id) => BoardView.CaseOf(_hub.Picture.Snapshot, id, NowMs, Options);

    /// <summary>Ended cases, newest end first.</summary>
    public (IReadOnlyList<CaseRow> Rows, int Total) Ended(int skip, int take)
    {
        var picture = _hub.Picture.Snapshot;
        var ended = picture.Sos.Cases.Values.Where(c => c.EndedBy is not null)
            .OrderByDescending(c => c.EndedBy!.Time.Packed).ThenBy(c => c.Id)
            .ToList();
        var nowMs = NowMs;
        return ([.. ended.Skip(skip).Take(take).Select(c => BoardView.CaseOf(picture, c.Id, nowMs, Options)!)], ended.Count);
    }

    public IReadOnlyList<FileEntry> File(SosId id) => CaseFile.Of(_hub.Desk.Log, _hub.Picture.Snapshot, id, NowMs);

    /// <summary>Age of the hub's whole picture: since any box was heard, or since the hub started.</summary>
    public Freshness Freshness()
    {
        var view = View();
        var youngest = view.Boxes.Where(b => !b.IsHub).Min(b => b.HeardSecondsAgo);
        return new Freshness("facts", _hub.Self.Node.ToString(), youngest ?? (view.NowMs - _startedMs) / 1000.0);
    }

    /// <summary>Age of one case's picture: since the box that leads it was heard.</summary>
    public Freshness FreshnessOf(CaseRow row)
    {
        var view = View();
        var leader = view.Boxes.FirstOrDefault(b => b.Box.Node == row.Leader?.Node);
        return leader?.HeardSecondsAgo is { } ago ? new Freshness("facts", leader.Box.Node.ToString(), ago) : Freshness();
    }
}

using System.Globalization;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Hub.Api.Json;
using Samagam.Hub.Board;
using Samagam.Mesh.Picture;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Hub.Api.Live;

/// <summary>
/// Tells the pages what changed: <c>case</c> with the case as anybody may see it, <c>board</c> with the figures. Gathers for a moment, so that a burst of
/// facts of one case is one event. A lost doorbell costs nothing: the next event, or the page's own refresh, brings the whole.
/// </summary>
public sealed class BoardFeed
{
    /// <summary>How long changes are gathered.</summary>
    public static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(150);

    /// <summary>Cases told one by one in a step; beyond, the pages are told to read the board anew.</summary>
    public const int MaxCasesPerStep = 50;

    private const string SosPrefix = "sos/";
    private readonly BoardDesk _desk;
    private readonly TimeProvider _time;
    private readonly string _life;
    private readonly Lock _gate = new();
    private readonly SortedSet<SosId> _changed = [];
    private bool _ring;
    private long _count;
    private long _loudness;

    public BoardFeed(HubApplication hub, BoardDesk desk, SseOptions options, TimeProvider time)
    {
        (_desk, _time) = (desk, time);
        Stream = new SseFanOut(options, () => Board(_desk.View(), ""));
        Options = options;
        // An id of another life of this process is not a place to resume from.
        _life = desk.NowMs.ToString("x", CultureInfo.InvariantCulture);
        hub.Picture.OnChanged(Ring);
    }

    public SseFanOut Stream { get; }

    public SseOptions Options { get; }

    /// <summary>Publishes until <paramref name="stop"/>, then ends every reader.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(GatherFor, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Step();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            Stream.End();
        }
    }

    /// <summary>Tells what changed since the last step, by facts or by time alone (a call becomes unheard, an arrival late).</summary>
    public void Step()
    {
        SosId[] changed;
        bool ring;
        lock (_gate)
        {
            changed = [.. _changed];
            ring = _ring;
            _changed.Clear();
            _ring = false;
        }
        _desk.Heard.Step();
        var view = _desk.View();
        var loudness = LoudnessOf(view);
        if (!ring && loudness == _loudness)
        {
            return;
        }
        _loudness = loudness;
        if (changed.Length <= MaxCasesPerStep)
        {
            foreach (var id in changed)
            {
                if (_desk.Case(id) is { } row)
                {
                    Stream.Publish(new SseEvent(NextId(), "case", Envelope.Text(CaseJson.Of(row))));
                }
            }
        }
        Stream.Publish(Board(view, NextId()));
    }

    private void Ring(PictureSnapshot picture, IReadOnlyList<Fact> facts)
    {
        lock (_gate)
        {
            _ring = true;
            foreach (var fact in facts)
            {
                if (_changed.Count <= MaxCasesPerStep
                    && fact.Subject.StartsWith(SosPrefix, StringComparison.Ordinal)
                    && SosId.TryParse(fact.Subject[SosPrefix.Length..], out var id))
                {
                    _changed.Add(id);
                }
            }
        }
    }

    private static SseEvent Board(BoardView view, string id) => new(id, "board", Envelope.Text(SummaryJson.Of(view)));

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"{_life}-{++_count}");

    /// <summary>Changes when a row changes its place or a box falls silent; ages alone do not.</summary>
    private static long LoudnessOf(BoardView view)
    {
        var sum = 17L;
        foreach (var row in view.Open.Concat(view.Drills))
        {
            sum = unchecked((sum * 31) + (int)row.Urgency);
        }
        foreach (var box in view.Boxes)
        {
            sum = unchecked((sum * 31) + (box.Silent ? 1 : box.Linked ? 2 : 3));
        }
        return unchecked((sum * 31) + view.Ended.Length);
    }
}

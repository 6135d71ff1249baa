using System.Globalization;
using System.Text;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// The cases of one responder as events alone: offered, updated, withdrawn. What was told travels in the cursor, a case by the number of its steps, so that a box that knows
/// fewer is silent and one that knows more tells the difference.
/// </summary>
internal sealed class DutyFeed(NodeApplication node, ResponderCases cases, StaffSession session, Func<bool> signedIn, Words words, string? cursor) : ISseFeed<SosId>
{
    private const int LettersEach = 8;
    private const int IdBits = 30;
    private readonly Dictionary<long, (int Steps, bool IsShown)> _told = Read(cursor);
    private readonly HashSet<(SosId, OfferStage)> _looked = [];

    public IEnumerable<SseEvent> Whole() => node.Picture.Snapshot.Sos.Cases.Values
        .Where(c => c.IsOpen || _told.GetValueOrDefault(NameOf(c.Id)).IsShown).SelectMany(c => Change(c.Id));

    public IEnumerable<SseEvent> Change(SosId item)
    {
        if (node.Picture.Snapshot.Sos.Find(item) is not { } sos)
        {
            yield break;
        }
        var name = NameOf(item);
        var wasTold = _told.TryGetValue(name, out var told);
        var steps = Math.Min(sos.Timeline.Count, 4_095);
        if (wasTold && steps <= told.Steps)
        {
            yield break;
        }
        var key = string.Create(CultureInfo.InvariantCulture, $"{item}.{steps}.{CursorLetters.Of(string.Join(' ', sos.Timeline.Select(f => f.Id)), 32):x8}");
        if (cases.Of(sos, session, null, _looked) is { } view)
        {
            _told[name] = (steps, true);
            yield return new SseEvent(
                Cursor(), told.IsShown || view.State != "offered" ? "sos-updated" : "sos-offered", Envelope.Text(view, PortalJson.Default.OfferView), key);
        }
        else if (told.IsShown || (!wasTold && sos.IsOpen && Offers.IsStoodDown(sos, session.Responder)))
        {
            _told[name] = (steps, false);
            var reason = Offers.WhyGone(sos, session.Responder);
            yield return new SseEvent(
                Cursor(), "sos-withdrawn", Envelope.Text(new WithdrawnEvent(item.ToString(), reason, words[OfferHtml.WordOf(reason)]), PortalJson.Default.WithdrawnEvent), key);
        }
    }

    public bool MayGoOn() => signedIn();

    private static Dictionary<long, (int, bool)> Read(string? cursor)
    {
        var told = new Dictionary<long, (int, bool)>();
        for (var at = 0; cursor is not null && cursor.Length % LettersEach == 0 && at < cursor.Length; at += LettersEach)
        {
            var (id, steps, flags) = (CursorLetters.Read(cursor.AsSpan(at, 5)), CursorLetters.Read(cursor.AsSpan(at + 5, 2)), CursorLetters.Read(cursor.AsSpan(at + 7, 1)));
            if (id >= 0 && steps >= 0 && flags >= 0)
            {
                told[id] = ((int)steps, (flags & 1) == 1);
            }
        }
        return told;
    }

    private static long NameOf(SosId id) => CursorLetters.Of(id.Value, IdBits);

    private string Cursor()
    {
        // Cases that are over for this responder are forgotten first; told again they would be no news.
        var text = new StringBuilder();
        foreach (var (id, (steps, isShown)) in _told.OrderByDescending(t => t.Value.IsShown).ThenBy(t => t.Key).Take(100))
        {
            text.Put(id, 5).Put(steps, 2).Put(isShown ? 1 : 0, 1);
        }
        return text.ToString();
    }
}

using System.Text;
using Samagam.Core.Ids;
using Samagam.Node.Portal.Http;
using Samagam.Web.Json;
using Samagam.Web.Streams;

namespace Samagam.Node.Portal.Realtime;

/// <summary>Of one call only that somebody is coming, and who: once for each who stands.</summary>
internal sealed class AcknowledgedFeed(NodeApplication node, SosId call, string? cursor) : ISseFeed<SosId>
{
    private const int Letters = 8;
    private long _told = cursor is { Length: Letters } ? CursorLetters.Read(cursor) : -1;

    public IEnumerable<SseEvent> Whole() => Change(call);

    public IEnumerable<SseEvent> Change(SosId item)
    {
        if (item != call || node.Picture.Snapshot.Sos.Find(call)?.Standing is not { } claim)
        {
            yield break;
        }
        var key = claim.Id.ToString();
        var name = CursorLetters.Of(key, 6 * Letters);
        if (name == _told)
        {
            yield break;
        }
        _told = name;
        yield return new SseEvent(
            new StringBuilder().Put(name, Letters).ToString(),
            "sos-acknowledged",
            Envelope.Text(new AcknowledgedEvent(call.ToString(), claim.Responder.Value), PortalJson.Default.AcknowledgedEvent),
            key);
    }

    public bool MayGoOn() => true;
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Duty;
using Samagam.Node.Portal.Http;
using Samagam.Node.Portal.Language;
using Samagam.Node.Portal.Locations;
using Samagam.Node.Portal.Sos;
using Samagam.Node.Portal.Warnings;
using Samagam.Web.Json;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Realtime;

/// <summary>
/// The SignalR door, <c>/realtime</c>: messages of phones, each answered in the envelope of the API, and events to them (<see cref="LineFeeds"/>). Anybody may connect, since
/// anybody may call for help; each message says itself who may send it.
/// </summary>
internal sealed class RealtimeHub(
    PortalParts parts, LineFeeds feeds, LineSeats seats, Languages languages, LocationDesk locations, SosReading reading, DevicePass passes, RaiseAnywhere raise,
    PortalCounters counters) : Hub
{
    private const string Bearer = "Bearer ";

    private LiveLine Line => (LiveLine)Context.Items[typeof(LiveLine)]!;

    public override Task OnConnectedAsync()
    {
        var http = Context.GetHttpContext()!;
        var address = PacedCalls.AddressOf(http);
        if (!seats.TryTake(address))
        {
            counters.Refused("realtime-seats");
            Context.Abort();
            return Task.CompletedTask;
        }
        var header = http.Request.Headers.Authorization.ToString();
        // A browser cannot set headers on a socket; the client sends its token so.
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : http.Request.Query["access_token"].ToString();
        var byCookie = token.Length == 0 && http.Request.Cookies.TryGetValue(StaffDoor.Cookie, out var kept) ? kept : "";
        Caller Check() => token.Length + byCookie.Length == 0 ? Caller.Nobody
            : parts.Staff.Check(token.Length > 0 ? token : byCookie) is { } staff ? new Caller(null, staff)
            : token.Length > 0 && parts.People?.Check(token) is { } person ? new Caller(person, null)
            : Caller.Nobody;
        var limits = parts.Options.Realtime;
        var line = new LiveLine(
            Context,
            Clients.Caller as ISingleClientProxy ?? Clients.Client(Context.ConnectionId),
            new LineCaller(address, DevicePass.NameOf(http), languages.OfApi(http), ReaderTongue.Of(http, "en"), Check, parts.Time),
            LineCursor.Read(http.Request.Query["cursor"], limits.MaxCursorLetters),
            parts,
            counters);
        Context.Items[typeof(LiveLine)] = line;
        feeds.Begin(line);
        foreach (var call in http.Request.Query["sos"].Take(limits.MaxCalls))
        {
            if (SosId.TryParse(call, out var id))
            {
                feeds.Follow(line, id);
            }
        }
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue(typeof(LiveLine), out var line))
        {
            seats.Leave(((LiveLine)line!).Caller.Address);
        }
        if (exception is InvalidDataException)
        {
            // Too long, or no message at all.
            counters.Refused("realtime-message");
        }
        return Task.CompletedTask;
    }

    [HubMethodName("join-group")]
    public RawJson JoinGroup(JsonElement body) => AsPerson(body, RealtimeJson.Default.GroupMessage, m => m.UserId, (me, message) =>
        !GroupId.TryParse(message.GroupId, out var id) ? Field("$.groupId")
        : feeds.Join(Line, id, me) switch
        {
            null => Ok(),
            "TOO_MANY_GROUPS" => Refuse("TOO_MANY_GROUPS", Line.Caller.Words.With(Say.ErrorTooManyGroups, parts.Options.Realtime.MaxGroups)),
            var code => Refuse(code, Line.Caller.Words[Say.ErrorGroupUnknown]),
        });

    [HubMethodName("leave-group")]
    public RawJson LeaveGroup(JsonElement body) => AsPerson(body, RealtimeJson.Default.GroupMessage, m => m.UserId, (_, message) =>
    {
        if (!GroupId.TryParse(message.GroupId, out var id))
        {
            return Field("$.groupId");
        }
        feeds.Leave(Line, id);
        return Ok();
    });

    [HubMethodName("update-location")]
    public RawJson UpdateLocation(JsonElement body) => AsPerson(body, LocationJson.Default.PointRequest, m => m.UserId, (me, message) => locations.Take(me, message) switch
    {
        { WaitSeconds: > 0 and var wait } => Wait(wait),
        { Wrong: { } wrong } => Field(wrong),
        { Update.Verdict: not FixVerdict.Good and var verdict } =>
            Reply(new LineReply(false, new LineError("IMPOSSIBLE_POINT", Line.Caller.Words[LocationDesk.Why(verdict)], Reason: verdict.Word()))),
        _ => Ok(),
    });

    /// <summary>Never refused: what cannot be read of it is left out, whoever sends it, however often.</summary>
    [HubMethodName("send-sos")]
    public async Task<RawJson> SendSosAsync(JsonElement body)
    {
        var caller = Line.Caller;
        var bytes = body.ValueKind == JsonValueKind.Undefined ? [] : Encoding.UTF8.GetBytes(body.GetRawText());
        var (command, understood) = SosBody.Read(reading, new BodyRead(BodyState.Whole, bytes), new SosCaller(SosDoor.Json, caller.Device, caller.Device ?? caller.Address, null, caller.Words.Tag));
        if (understood != Understood.All)
        {
            counters.NotUnderstood(SosDoor.Json, understood, BodyState.Whole);
        }
        var (where, saved) = await raise.RunAsync(command with { Id = command.Id ?? new SosId(passes.NewId()) }, caller.Address).ConfigureAwait(false);
        counters.Raised(SosDoor.Json, where);
        if (saved is null)
        {
            return Refuse("NOT_SAVED", caller.Words.With(Say.ErrorSosNotSaved, parts.Options.EmergencyNumber));
        }
        feeds.Follow(Line, saved.Case);
        return Reply(new LineReply(true, AlertId: saved.Case.ToString()));
    }

    private RawJson AsPerson<T>(JsonElement body, JsonTypeInfo<T> type, Func<T, string?> user, Func<PersonId, T, RawJson> act)
        where T : class
    {
        if (Line.TakeTurn() is var wait && wait > TimeSpan.Zero)
        {
            return Wait((int)Math.Ceiling(wait.TotalSeconds));
        }
        if (Line.Caller.Person is not { } session)
        {
            counters.Refused("access");
            return Refuse("NOT_SIGNED_IN", Line.Caller.Words[Say.ErrorNotSignedIn]);
        }
        T? message;
        try
        {
            message = body.Deserialize(type);
        }
        catch (JsonException e)
        {
            return Field(string.IsNullOrEmpty(e.Path) ? "$" : e.Path);
        }
        if (message is null)
        {
            return Field("$");
        }
        if (user(message) is { } said && said != session.Person.ToString())
        {
            counters.Refused("not-you");
            return Reply(new LineReply(false, new LineError("NOT_YOU", Line.Caller.Words[Say.ErrorNotYou], "$.userId")));
        }
        return act(session.Person, message);
    }

    private RawJson Field(string field)
    {
        counters.Refused("field");
        return Reply(new LineReply(false, new LineError("INVALID_FIELD", Line.Caller.Words.With(Say.ErrorField, field), field)));
    }

    private RawJson Wait(int seconds) =>
        Reply(new LineReply(false, new LineError("TOO_MANY_REQUESTS", Line.Caller.Words.With(Say.ErrorSlowDown, seconds), RetryAfterSeconds: seconds)));

    private static RawJson Ok() => Reply(new LineReply(true));

    private static RawJson Refuse(string code, string message) => Reply(new LineReply(false, new LineError(code, message)));

    private static RawJson Reply(LineReply reply) => new(Envelope.Text(reply, RealtimeJson.Default.LineReply));
}

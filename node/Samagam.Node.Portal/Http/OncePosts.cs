using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Language;
using Samagam.Web.Requests;

namespace Samagam.Node.Portal.Http;

/// <summary>
/// Makes a POST that creates be done once (<c>Idempotency-Key</c>, draft-ietf-httpapi-idempotency-key-header). Put it before the call with one word:
/// <code>api.MapPost("/users/pins", paced.Before(once.Before(KeepPinAsync)))</code>
/// Without the header nothing changes. With it, the first answer of success is kept for 24 h by caller, path and key, durable before it is given, and given
/// again to the same request with <c>Idempotency-Replayed: true</c>; another body under the same key is refused with 422, a second one while the first still
/// runs with 409. Answers of failure are not kept: what was refused may be mended and sent again under its key.
/// <para>
/// A box that stops between the creation and the keeping has no answer to repeat. So that even then nothing is made twice, a call takes the identity of what it
/// makes from <see cref="IdOf"/>: the same caller, path and key give the same id at every box.
/// </para>
/// <para>
/// What is kept is sealed: under the person who asked, so that it goes with them, or the one the call names by <see cref="Belongs"/> (who registers is nobody
/// before); else under a key of its own.
/// </para>
/// </summary>
internal sealed class OncePosts(PortalParts parts, Callers callers, ApiReply reply, PortalCounters counters)
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private readonly OnceNotes _notes = new(parts.Node.Desk, parts.Options.Once);
    private readonly ConcurrentDictionary<string, bool> _running = new();

    /// <summary>Answers kept now.</summary>
    public int Kept => _notes.Count;

    /// <summary>The call, done once for each key.</summary>
    public RequestDelegate Before(RequestDelegate call) => http => http.Request.Headers.ContainsKey(Header) ? OnceAsync(http, call) : call(http);

    /// <summary>The id for what this request makes; null when it came without a key: then the call draws one.</summary>
    public static Guid? IdOf(HttpContext http) => http.Items.TryGetValue(typeof(OncePosts), out var id) ? (Guid?)id : null;

    /// <summary>The answer to this request is this person's, though nobody was signed in when it came.</summary>
    public static void Belongs(HttpContext http, PersonId person) => http.Items[typeof(OnceAnswer)] = person;

    private async Task OnceAsync(HttpContext http, RequestDelegate call)
    {
        var given = http.Request.Headers[Header];
        if (given.Count != 1 || given[0] is not { Length: > 0 } key || key.Length > parts.Options.Once.MaxKeyLength || !key.All(c => c is >= '!' and <= '~'))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "INVALID_FIELD", Say.ErrorField, Header, Header).ConfigureAwait(false);
            return;
        }
        var (state, body) = await Body.ReadAsync(http.Request, parts.Options.MaxBodyBytes, http.RequestAborted).ConfigureAwait(false);
        if (state != BodyState.Whole)
        {
            await (state == BodyState.TooLarge
                ? RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, Body.TooLargeCode, Say.ErrorTooLarge, null, parts.Options.MaxBodyBytes / 1024)
                : RefuseAsync(http, StatusCodes.Status400BadRequest, Body.FieldCode, Say.ErrorField, "$", "$")).ConfigureAwait(false);
            return;
        }
        var asked = Asked.Of(callers.Of(http), http, key, body.Span);
        if (!_running.TryAdd(asked.Note, true))
        {
            http.Response.Headers.RetryAfter = "1";
            await RefuseAsync(http, StatusCodes.Status409Conflict, "REQUEST_RUNNING", Say.ErrorStillRunning, Header).ConfigureAwait(false);
            return;
        }
        try
        {
            await AnswerAsync(http, call, asked, body).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(asked.Note, out _);
        }
    }

    private async Task AnswerAsync(HttpContext http, RequestDelegate call, Asked asked, ReadOnlyMemory<byte> body)
    {
        (OnceMark Mark, byte[] Answer)? known;
        try
        {
            known = await _notes.FindAsync(asked.Note).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            // Who cannot look cannot tell whether it was done.
            await RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "NOT_SAVED", Say.ErrorNotSaved, null).ConfigureAwait(false);
            return;
        }
        if (known is { } done && done.Mark.Body != asked.Body)
        {
            await RefuseAsync(http, StatusCodes.Status422UnprocessableEntity, "KEY_REUSED", Say.ErrorKeyReused, Header).ConfigureAwait(false);
            return;
        }
        if (known is { } kept && OnceAnswer.Open(parts.Node, asked.Note, kept.Answer) is { } again)
        {
            await again.SendAsync(http).ConfigureAwait(false);
            return;
        }
        http.Items[typeof(OncePosts)] = asked.Id;
        http.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        // What is kept is for readers of every kind.
        http.Request.Headers.Remove("Accept-Encoding");
        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await call(http).ConfigureAwait(false);
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            http.Response.Body = wire;
        }
        var bytes = answer.ToArray();
        if (http.Response.StatusCode is >= 200 and < 300 && bytes.Length <= parts.Options.Once.MaxAnswerBytes)
        {
            await KeepAsync(http, asked, bytes).ConfigureAwait(false);
        }
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task KeepAsync(HttpContext http, Asked asked, byte[] bytes)
    {
        var person = http.Items.TryGetValue(typeof(OnceAnswer), out var said) ? (PersonId?)said : callers.Of(http).Person?.Person;
        try
        {
            await _notes.KeepAsync(asked.Note, asked.Caller, asked.Body, scope => OnceAnswer.Of(http, bytes).Seal(parts.Node, scope, person, asked.Note)).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            // It was done, and is answered so; the identity from the key keeps a repetition from doing it twice.
            counters.Refused("once-not-kept");
        }
    }

    private Task RefuseAsync(HttpContext http, int status, string code, Say message, string? field, params object?[] values)
    {
        counters.Refused("once");
        return reply.ErrorAsync(http, status, code, message, field, values);
    }

    /// <summary>A request as it is told from others: hashes only.</summary>
    /// <param name="Note">Of caller, path and key, as the note's name.</param>
    private readonly record struct Asked(string Note, ulong Caller, Guid Body, Guid Id)
    {
        public static Asked Of(Caller caller, HttpContext http, string key, ReadOnlySpan<byte> body)
        {
            var who = caller.Person is { } person ? "person " + person.Person
                : caller.Staff is { } staff ? "staff " + staff.Responder
                : DevicePass.NameOf(http) is { } pass ? "pass " + pass
                : "address " + PacedCalls.AddressOf(http);
            var note = SHA256.HashData(Encoding.UTF8.GetBytes($"{who}\n{http.Request.Path.Value?.ToUpperInvariant()}\n{key}"));
            // Another hash for the id: the id is told, the note's name is not.
            var id = SHA256.HashData([.. "id"u8, .. note]).AsSpan(0, 16);
            id[6] = (byte)((id[6] & 0x0F) | 0x40);
            id[8] = (byte)((id[8] & 0x3F) | 0x80);
            return new(
                Convert.ToHexStringLower(note),
                BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(who))),
                new Guid(SHA256.HashData(body).AsSpan(0, 16), bigEndian: true),
                new Guid(id, bigEndian: true));
        }
    }
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Access;

/// <summary>Every call, made by every kind of caller, goes as <c>docs/access.md</c> says.</summary>
public sealed class AccessTableTests
{
    private static readonly string[] Doc = ["docs", "access.md"];

    [Fact]
    public async Task The_table_is_what_the_calls_say_of_themselves()
    {
        await using var box = await PortalBox.StartAsync();
        SourceTree.Holds(AccessTable.Write(box.Part<ApiSurface>().Read()), Doc);
    }

    [Fact]
    public async Task Every_call_lets_in_whom_the_table_names_and_nobody_else()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        using var all = await EveryKind.EnterAsync(box);
        using var phone = box.Phone(cookies: false);
        var rows = Rows();
        Assert.Equal(box.Part<ApiSurface>().Read().Count, rows.Count);
        foreach (var (method, path, open) in rows)
        {
            if (open.HasFlag(Who.Pilgrim) && !open.HasFlag(Who.Anyone))
            {
                // Signing out is one of the calls.
                await all.RegisterAgainAsync(box);
            }
            foreach (var (who, token) in all.Tokens)
            {
                var code = await WallAsync(phone, method, path, token);
                var expected = open.HasFlag(who) ? null : who == Who.Anyone ? "NOT_SIGNED_IN" : "NOT_ALLOWED";
                Assert.True(code == expected, $"{method} {path} by {who}: {code ?? "let in"}, by the table {expected ?? "let in"}");
            }
        }
    }

    [Fact]
    public async Task A_token_that_has_ended_is_forged_or_of_a_box_no_longer_trusted_is_nobodys()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        using var all = await EveryKind.EnterAsync(box);
        using var phone = box.Phone(cookies: false);
        var closed = Rows().Where(r => !r.Open.HasFlag(Who.Anyone)).ToList();
        Assert.NotEmpty(closed);
        var tokens = all.Tokens.Where(t => t.Value is not null).ToDictionary(t => t.Key, t => t.Value!);

        // Forged: another claim under the same signature, the signature cut, and no signature at all.
        foreach (var (method, path, open) in closed)
        {
            foreach (var (who, token) in tokens.Where(t => open.HasFlag(t.Key)))
            {
                foreach (var forged in (string[])[Tampered(token), token[..^6] + "AAAAAA", token[..(token.LastIndexOf('.') + 1)], "x." + token, Unsigned(token)])
                {
                    Assert.True(await WallAsync(phone, method, path, forged) == "NOT_SIGNED_IN", $"{method} {path}: a forged token of {who} was believed");
                }
            }
        }

        // The box that signed them is revoked, and taken back.
        box.Mesh.IsRevoked = true;
        await NobodyAsync("of a revoked box");
        box.Mesh.IsRevoked = false;

        // All have ended.
        box.Clock.Ahead = TimeSpan.FromHours(25);
        await NobodyAsync("that has ended");

        async Task NobodyAsync(string what)
        {
            foreach (var (method, path, open) in closed)
            {
                foreach (var (who, token) in tokens.Where(t => open.HasFlag(t.Key)))
                {
                    Assert.True(await WallAsync(phone, method, path, token) == "NOT_SIGNED_IN", $"{method} {path}: a token of {who} {what} was believed");
                }
            }
        }
    }

    [Fact]
    public async Task What_is_anothers_is_as_if_it_were_not_there()
    {
        await using var box = await PortalBox.StartAsync(EveryKind.Unhurried);
        using var all = await EveryKind.EnterAsync(box);
        using var phone = box.Phone(cookies: false);
        using var other = await box.Phone(cookies: false).RegisterAsync();

        // By its real id, and by one that nobody has: the same answer.
        foreach (var id in (string[])[other.SessionId, "0b4f6a52-7c1d-4e0f-9a63-2f1f7f1f0c11"])
        {
            var seen = await all.Pilgrim.CallAsync(HttpMethod.Delete, "auth/sessions/" + id);
            Assert.Equal((HttpStatusCode.NotFound, "UNKNOWN_SESSION"), (seen.Status, seen.ErrorCode));
        }
        Assert.Equal(HttpStatusCode.OK, (await other.CallAsync(HttpMethod.Get, "auth/sessions")).Status);

        foreach (var o in box.Part<ApiSurface>().Read().Where(o => o.Call.Whose is Whose.Own or Whose.Group or Whose.OwnGroup && o.InPath.Count > 0))
        {
            if (o.InPath.All(p => p.Name is "itineraryId" or "purpose"))
            {
                // These name what everybody shares; what is done with it is one's own.
                continue;
            }
            var seen = await CallAsync(phone, o.Method, o.Path, all.TokenFor(o.Call.Who), o.Call.Example ?? (o.HasBody ? "{}" : null));
            Assert.True((int)seen.Status is 404 or 400, $"{o.Method} {o.Path} with an id of nobody: {(int)seen.Status} {seen.Text}");
        }
    }

    /// <summary>The code by which the wall refused; null when it let through, whatever the call itself then said.</summary>
    private static async Task<string?> WallAsync(Phone phone, string method, string path, string? token)
    {
        // One that a stream answers to without signing in.
        var asked = path.EndsWith("/stream", StringComparison.Ordinal) ? path + "?crowd=all" : path;
        var seen = await CallAsync(phone, method, asked, token, method == "GET" ? null : "{\"noSuchField\":1}");
        return (int)seen.Status is 401 or 403 && seen.ErrorCode is "NOT_SIGNED_IN" or "NOT_ALLOWED" ? seen.ErrorCode : null;
    }

    private static async Task<Phone.Seen> CallAsync(Phone phone, string method, string path, string? token, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Filled(path));
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using var response = await phone.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, PortalBox.Cancel);
        // A stream has no end to wait for.
        var bytes = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? [] : await response.Content.ReadAsByteArrayAsync(PortalBox.Cancel);
        return new Phone.Seen(response.StatusCode, response.Headers.Location?.ToString(), bytes, Encoding.UTF8.GetString(bytes), response);
    }

    private static string Filled(string path) => Regex.Replace(path, "\\{([^}]+)\\}", m => PathParameters.Named(m.Groups[1].Value, null).Example!, RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>The table as it stands in the documents.</summary>
    private static List<(string Method, string Path, Who Open)> Rows() =>
    [
        .. File.ReadLines(SourceTree.At(Doc)).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l.Split('|')[1..^1]).Select(cells => (
            cells[1].Trim(' ', '`').Split(' ')[0],
            cells[1].Trim(' ', '`').Split(' ')[1],
            AccessTable.Columns.Where((_, i) => cells[2 + i].Trim() == "x").Aggregate(Who.None, (who, c) => who | c.Who))),
    ];

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var claims = Unpack(parts[1]).Replace("\"exp\":1", "\"exp\":9", StringComparison.Ordinal);
        return string.Join('.', parts[0], Pack(claims + " "), parts[2]);
    }

    private static string Unsigned(string token)
    {
        var parts = token.Split('.');
        return string.Join('.', Pack(Unpack(parts[0]).Replace("ES256", "none", StringComparison.Ordinal)), parts[1], "");
    }

    private static string Unpack(string part) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(part));

    private static string Pack(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

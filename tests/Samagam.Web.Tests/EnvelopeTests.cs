using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Samagam.TestKit;
using Samagam.Web.Json;
using Samagam.Web.Requests;

namespace Samagam.Web.Tests;

public sealed class EnvelopeTests
{
    private sealed record Pole(string Code, int LampCount);

    [Fact]
    public async Task An_answer_says_when_it_was_made_how_old_its_truth_is_and_which_part_it_is()
    {
        var envelope = new Envelope(new ManualTime().GetUtcNow);
        await using var server = await RealServer.StartAsync(app => app.MapGet("/", http =>
            envelope.SendAsync(http, new Pole("राम-7", 2), new Freshness("facts", "n3", 1.26), new Pagination(2, 20, 41))));
        var body = await server.GetStringAsync("/");
        var json = JsonDocument.Parse(body).RootElement;
        Assert.True(json.GetProperty("success").GetBoolean());
        Assert.Equal(2, json.GetProperty("data").GetProperty("lampCount").GetInt32());
        Assert.Contains("राम-7", body, StringComparison.Ordinal);
        var about = json.GetProperty("metadata");
        Assert.Equal("2028-04-09T00:00:00.000Z", about.GetProperty("timestamp").GetString());
        Assert.Equal("1", about.GetProperty("version").GetString());
        Assert.False(string.IsNullOrEmpty(about.GetProperty("requestId").GetString()));
        Assert.Equal(41, about.GetProperty("pagination").GetProperty("total").GetInt32());
        Assert.Equal("n3", about.GetProperty("freshness").GetProperty("node").GetString());
        Assert.Equal(1.3, about.GetProperty("freshness").GetProperty("ageSeconds").GetDouble());
    }

    [Fact]
    public async Task Answers_of_every_length_arrive_whole_many_at_once()
    {
        var envelope = new Envelope(new ManualTime().GetUtcNow);
        await using var server = await RealServer.StartAsync(app => app.MapGet("/{length:int}", (HttpContext http, int length) =>
            envelope.SendAsync(http, new Pole(new string((char)('a' + (length % 26)), length), length))));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var length = i * i * 100;
            var data = JsonDocument.Parse(await server.GetStringAsync($"/{length}")).RootElement.GetProperty("data");
            Assert.Equal(new string((char)('a' + (length % 26)), length), data.GetProperty("code").GetString());
            Assert.Equal(length, data.GetProperty("lampCount").GetInt32());
        }));
    }

    [Fact]
    public async Task An_error_names_its_code_its_field_and_the_request()
    {
        var envelope = new Envelope(new ManualTime().GetUtcNow);
        await using var server = await RealServer.StartAsync(app =>
        {
            app.MapGet("/", http =>
            {
                http.TraceIdentifier = "req-1";
                return envelope.FailAsync(http, new Problem(422, "BAD_PLACE", "Give a place.", "place"));
            });
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        var answer = await server.SendAsync(request);
        Assert.Equal(422, (int)answer.StatusCode);
        var json = JsonDocument.Parse(await RealServer.TextAsync(answer)).RootElement;
        Assert.False(json.GetProperty("success").GetBoolean());
        var error = json.GetProperty("error");
        Assert.Equal("BAD_PLACE", error.GetProperty("code").GetString());
        Assert.Equal("place", error.GetProperty("field").GetString());
        Assert.Equal("req-1", error.GetProperty("requestId").GetString());
        Assert.False(error.TryGetProperty("details", out _));
    }

    [Theory]
    [InlineData("""{"code":"a","lampCount":1}""", 200, null)]
    [InlineData("""{"code":"a","lampCount":1,"colour":"red"}""", 400, "$.colour")]
    [InlineData("""{"code":"a","lampCount":"1"}""", 400, "$.lampCount")]
    [InlineData("null", 400, "$")]
    [InlineData("[1,2", 400, "$")]
    [InlineData("", 200, null)]
    public async Task A_body_is_taken_or_refused_with_the_field_named(string sent, int status, string? field)
    {
        await using var server = await StartReaderAsync(64);
        var answer = await server.PostAsync("/", new StringContent(sent, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        if (status != 200)
        {
            var error = JsonDocument.Parse(await RealServer.TextAsync(answer)).RootElement.GetProperty("error");
            Assert.Equal(field, error.TryGetProperty("field", out var named) ? named.GetString() : null);
        }
    }

    [Theory]
    [InlineData(64, 200)]
    [InlineData(65, 413)]
    public async Task A_body_may_be_as_long_as_the_limit_and_no_longer(int bytes, int status)
    {
        await using var server = await StartReaderAsync(64);
        var start = """{"code":"a","lampCount":1""";
        var sent = start + new string(' ', bytes - start.Length - 1) + "}";
        var claimed = await server.PostAsync("/", new StringContent(sent, Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)claimed.StatusCode);
        // The same without a length, in chunks.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(sent, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(status, (int)(await server.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        await using var server = await StartReaderAsync(64);
        var answer = await server.PostAsync("/", new StringContent("{}", Encoding.UTF8, "text/plain"));
        Assert.Equal(415, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(Answer.CompressFromBytes - 1, "br, gzip", null)]
    [InlineData(Answer.CompressFromBytes, "br, gzip", "br")]
    [InlineData(Answer.CompressFromBytes, "gzip", "gzip")]
    [InlineData(Answer.CompressFromBytes, "", null)]
    public async Task A_long_answer_is_packed_as_the_reader_unpacks_it(int bytes, string accepts, string? expected)
    {
        var text = new byte[bytes];
        Array.Fill(text, (byte)'a');
        await using var server = await RealServer.StartAsync(app => app.MapGet("/", http => Answer.SendAsync(http, 200, "text/plain", text)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        var answer = await server.SendAsync(request);
        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.FirstOrDefault());
        await using var packed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream plain = expected switch
        {
            "br" => new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionMode.Decompress),
            "gzip" => new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress),
            _ => packed,
        };
        using var back = new MemoryStream();
        await plain.CopyToAsync(back, TestContext.Current.CancellationToken);
        Assert.Equal(text, back.ToArray());
    }

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", null, false)]
    [InlineData(null, null, true)]
    [InlineData(null, "self", true)]
    [InlineData(null, "http://elsewhere.example", false)]
    [InlineData(null, "null", true)]
    public async Task A_form_on_another_site_is_told_apart(string? site, string? origin, bool ours)
    {
        var seen = false;
        await using var server = await RealServer.StartAsync(app => app.MapPost("/", http =>
        {
            seen = !RequestOrigin.IsForeign(http.Request);
            return Task.CompletedTask;
        }));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "self" ? server.Address.GetLeftPart(UriPartial.Authority) : origin);
        }
        await server.SendAsync(request);
        Assert.Equal(ours, seen);
    }

    private static Task<RealServer> StartReaderAsync(int maxBytes)
    {
        var envelope = new Envelope(new ManualTime().GetUtcNow);
        return RealServer.StartAsync(app => app.MapPost("/", async http =>
        {
            var read = await Body.ReadJsonAsync<Pole>(http.Request, maxBytes, http.RequestAborted);
            await (read.Refused is { } refused ? envelope.FailAsync(http, refused) : envelope.SendAsync(http, read.Value));
        }));
    }
}

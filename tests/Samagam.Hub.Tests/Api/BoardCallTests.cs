using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Samagam.Core.Sos;
using Samagam.Hub.Api;
using Samagam.Mesh.People;
using Samagam.Web.Streams;

namespace Samagam.Hub.Tests.Api;

public sealed class BoardCallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cases_come_in_the_envelope_sorted_paged_and_with_their_age()
    {
        await using var server = await BoardServer.StartAsync();
        var test = server.Event;
        foreach (var n in Enumerable.Range(1, 3))
        {
            await test.SayAsync(1, test.NewId(n), test.Call());
            test.Time.Advance(TimeSpan.FromSeconds(2));
        }
        var json = await server.JsonAsync("/api/v1/cases?limit=2&page=2");
        Assert.True(json.GetProperty("success").GetBoolean());
        var one = Assert.Single(json.GetProperty("data").EnumerateArray());
        Assert.Equal(test.NewId(3).ToString(), one.GetProperty("id").GetString());
        Assert.Equal("pending", one.GetProperty("status").GetString());
        Assert.Equal(2, one.GetProperty("ageSeconds").GetInt64());
        Assert.Equal("poleCode", one.GetProperty("place").GetProperty("source").GetString());
        var about = json.GetProperty("metadata");
        Assert.Equal((2, 2, 3), (about.GetProperty("pagination").GetProperty("page").GetInt32(), about.GetProperty("pagination").GetProperty("limit").GetInt32(), about.GetProperty("pagination").GetProperty("total").GetInt32()));
        Assert.Equal("facts", about.GetProperty("freshness").GetProperty("source").GetString());
        Assert.Equal(2, about.GetProperty("freshness").GetProperty("ageSeconds").GetDouble());
    }

    [Fact]
    public async Task Cases_are_found_by_status()
    {
        await using var server = await BoardServer.StartAsync();
        var test = server.Event;
        foreach (var n in Enumerable.Range(1, 3))
        {
            await test.SayAsync(1, test.NewId(n), test.Call());
        }
        await test.SayAsync(1, test.NewId(4), test.Call(drill: true));
        await test.SayAsync(1, test.NewId(2), new SosAccepted(TestEvent.Responder("v1"), "A", 60));
        await test.SayAsync(1, test.NewId(3), new SosCancelled(FalseAlarm: true));
        async Task<string> Ids(string status) => string.Join(',', (await server.JsonAsync("/api/v1/cases?status=" + status)).GetProperty("data").EnumerateArray().Select(c => c.GetProperty("id").GetString()![7]));
        Assert.Equal("1,2", await Ids("open"));
        Assert.Equal("1", await Ids("pending"));
        Assert.Equal("2", await Ids("acknowledged"));
        Assert.Equal("3", await Ids("resolved"));
        Assert.Equal("4", await Ids("drill"));
    }

    [Theory]
    [InlineData("status=closed", "status")]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=abc", "limit")]
    [InlineData("page=99999999999", "page")]
    public async Task A_parameter_out_of_its_limits_is_refused_and_named(string query, string field)
    {
        await using var server = await BoardServer.StartAsync();
        var json = await server.JsonAsync("/api/v1/cases?" + query, 400);
        Assert.Equal(field, json.GetProperty("error").GetProperty("field").GetString());
        await server.JsonAsync("/api/v1/cases?limit=100&page=1000000");
    }

    [Fact]
    public async Task The_after_action_file_has_every_fact_with_time_clock_origin_and_kind()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await test.SayAsync(1, id, test.Call());
        await test.SayAsync(3, id, new SosReceived(TestEvent.Responder("v1")), Core.Time.ClockQuality.Unknown);
        // A word of a newer box is kept and listed though nobody here can read it.
        await test.TakeAsync(test.Make(2, new Core.Facts.FactKind("sos.sung", Core.Facts.FoldingLaw.All, Core.Facts.Lane.Answer, Core.Facts.Scope.Mesh), id.Subject, [1, 2, 3]));
        var data = (await server.JsonAsync($"/api/v1/cases/{id}")).GetProperty("data");
        var timeline = data.GetProperty("timeline").EnumerateArray().ToList();
        Assert.Equal(["sos.received", "sos.raised", "sos.sung"], timeline.Select(t => t.GetProperty("kind").GetString()!));
        Assert.Equal(["n3", "n1", "n2"], timeline.Select(t => t.GetProperty("box").GetProperty("node").GetString()!));
        Assert.Equal(["unknown", "trusted", "trusted"], timeline.Select(t => t.GetProperty("at").GetProperty("clock").GetString()!));
        Assert.All(timeline, t => Assert.True(t.GetProperty("signed").GetBoolean()));
        Assert.False(timeline[0].GetProperty("at").TryGetProperty("ageSeconds", out _));
        Assert.Equal("2028-04-09T00:00:00.000Z", timeline[1].GetProperty("at").GetProperty("time").GetString());
        var page = await server.PageAsync($"/cases/{id}");
        Assert.Contains("sos.sung", page, StringComparison.Ordinal);
        Assert.Contains("clock never set", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_this_build_has_no_word_for_is_other_and_nothing_breaks()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await test.SayAsync(1, id, test.Call((SosType)200) with { Door = (SosDoor)99, Place = test.Call().Place with { Source = (Core.Geo.PlaceSource)44 } });
        await test.SayAsync(1, id, new SosResolved("responder/v1", (SosEnding)88));
        Assert.Equal("other", (await server.JsonAsync($"/api/v1/cases/{id}")).GetProperty("data").GetProperty("case").GetProperty("type").GetString());
        await server.PageAsync("/");
        await server.PageAsync($"/cases/{id}");
    }

    [Fact]
    public async Task Boxes_and_summary_tell_who_was_heard()
    {
        await using var server = await BoardServer.StartAsync();
        server.Event.Time.Advance(TimeSpan.FromSeconds(70));
        await server.Event.SayAsync(2, server.Event.NewId(1), server.Event.Call());
        var boxes = (await server.JsonAsync("/api/v1/boxes")).GetProperty("data").EnumerateArray().ToDictionary(b => b.GetProperty("node").GetString()!);
        Assert.Equal((70, true), (boxes["n1"].GetProperty("heardSecondsAgo").GetInt64(), boxes["n1"].GetProperty("silent").GetBoolean()));
        Assert.Equal((0, false), (boxes["n2"].GetProperty("heardSecondsAgo").GetInt64(), boxes["n2"].GetProperty("silent").GetBoolean()));
        Assert.True(boxes["n900"].GetProperty("hub").GetBoolean());
        var totals = (await server.JsonAsync("/api/v1/summary")).GetProperty("data").GetProperty("totals");
        Assert.Equal((1, 3, 2), (totals.GetProperty("open").GetInt32(), totals.GetProperty("boxes").GetInt32(), totals.GetProperty("silentBoxes").GetInt32()));
    }

    [Fact]
    public async Task A_program_with_a_token_ends_a_case_and_a_repeat_changes_nothing()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await test.SayAsync(1, id, test.Call());
        var token = (await server.EnterAsync()).Split('=', 2)[1];
        var first = await PostAsync(server, id.ToString(), """{"ending":"takenToHospital"}""", token);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var data = (await BoardServer.ReadAsync(first)).GetProperty("data");
        Assert.True(data.GetProperty("changed").GetBoolean());
        Assert.Equal("resolved", data.GetProperty("case").GetProperty("status").GetString());
        var again = await BoardServer.ReadAsync(await PostAsync(server, id.ToString(), """{"ending":"takenToHospital"}""", token));
        Assert.False(again.GetProperty("data").GetProperty("changed").GetBoolean());
    }

    [Theory]
    [InlineData("""{"ending":"helped"}""", false, 401, null)]
    [InlineData("""{"ending":"unspecified"}""", true, 400, "$.ending")]
    [InlineData("""{"ending":"sung"}""", true, 400, "$.ending")]
    [InlineData("""{"ending":1}""", true, 400, "$.ending")]
    [InlineData("""{"ending":"helped","why":"x"}""", true, 400, "$.why")]
    [InlineData("""{"ending":""", true, 400, "$.ending")]
    [InlineData("[]", true, 400, "$")]
    public async Task A_resolve_that_is_not_right_is_refused_with_the_reason(string body, bool entered, int status, string? field)
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await test.SayAsync(1, id, test.Call());
        var token = entered ? (await server.EnterAsync()).Split('=', 2)[1] : null;
        var answer = await PostAsync(server, id.ToString(), body, token);
        Assert.Equal(status, (int)answer.StatusCode);
        var error = (await BoardServer.ReadAsync(answer)).GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        if (field is not null)
        {
            Assert.Equal(field, error.GetProperty("field").GetString());
        }
        Assert.True(test.Hub.Picture.Snapshot.Sos.Find(id)!.IsOpen);
    }

    [Fact]
    public async Task Calls_too_long_of_another_type_or_about_nothing_are_refused()
    {
        await using var server = await BoardServer.StartAsync();
        var id = server.Event.NewId(1);
        await server.Event.SayAsync(1, id, server.Event.Call());
        var token = (await server.EnterAsync()).Split('=', 2)[1];
        var tooLong = $$"""{"ending":"helped"{{new string(' ', BoardDoor.MaxFormBytes)}}}""";
        Assert.Equal(413, (int)(await PostAsync(server, id.ToString(), tooLong, token)).StatusCode);
        Assert.Equal(415, (int)(await PostAsync(server, id.ToString(), "ending=helped", token, "application/x-www-form-urlencoded")).StatusCode);
        Assert.Equal(404, (int)(await PostAsync(server, server.Event.NewId(9).ToString(), """{"ending":"helped"}""", token)).StatusCode);
        Assert.Equal(401, (int)(await PostAsync(server, id.ToString(), """{"ending":"helped"}""", "x.y.z")).StatusCode);
        Assert.Equal(401, (int)(await PostAsync(server, id.ToString(), """{"ending":"helped"}""", new string('a', 5_000))).StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/nothing", 404, "NOT_FOUND")]
    [InlineData("/api/v1/cases/x", 404, "CASE_NOT_FOUND")]
    [InlineData("/api/v1/cases/x/resolve", 405, "METHOD_NOT_ALLOWED")]
    public async Task Every_failure_of_a_call_is_in_the_envelope(string path, int status, string code)
    {
        await using var server = await BoardServer.StartAsync();
        var error = (await server.JsonAsync(path, status)).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("requestId").GetString()!);
        var hindi = (await server.JsonAsync(path, status, "hi")).GetProperty("error").GetProperty("message").GetString();
        Assert.NotEqual(hindi, error.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("GET", "cases/x/resolve", "POST")]
    [InlineData("DELETE", "cases", "GET, HEAD")]
    [InlineData("PUT", "orders", "GET, HEAD, POST")]
    public async Task A_call_asked_in_the_wrong_way_says_in_which_it_is_there(string method, string path, string allow)
    {
        await using var server = await BoardServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/" + path);
        var answer = await server.SendAsync(request);
        Assert.Equal((405, allow), ((int)answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("summary")]
    [InlineData("orders")]
    [InlineData("stream")]
    public async Task What_is_read_can_be_asked_for_its_headers_alone(string path)
    {
        await using var server = await BoardServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/v1/" + path);
        var answer = await server.SendAsync(request);
        Assert.Equal((200, 0), ((int)answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length));
    }

    [Fact]
    public async Task Details_open_for_a_token_only()
    {
        await using var server = await BoardServer.StartAsync();
        var id = server.Event.NewId(1);
        await server.RaiseWithDetailsAsync(id, new SosDetails("Sita Devi", "+91", "note"));
        var token = (await server.EnterAsync()).Split('=', 2)[1];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cases/{id}/details");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var data = (await BoardServer.ReadAsync(await server.SendAsync(request))).GetProperty("data");
        Assert.Equal("Sita Devi", data.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_live_reader_gets_the_figures_first_then_each_case_as_it_changes()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        using var reader = await OpenStreamAsync(server, null);
        Assert.StartsWith("retry:", (await BlockAsync(reader))[0], StringComparison.Ordinal);
        Assert.Equal("event: board", (await BlockAsync(reader))[0]);
        await test.SayAsync(1, id, test.Call());
        await test.SayAsync(1, id, new SosOffered(RingLevel.Nearest, [new SosOffer(TestEvent.Responder("v1"), 60)], 30_000));
        server.Door.Feed.Step();
        var told = await BlockAsync(reader);
        Assert.Equal("event: case", told[1]);
        var one = JsonDocument.Parse(told[2]["data: ".Length..]).RootElement;
        Assert.Equal((id.ToString(), 2), (one.GetProperty("id").GetString(), one.GetProperty("steps").GetArrayLength()));
        var board = await BlockAsync(reader);
        Assert.Equal("event: board", board[1]);
        Assert.Equal(1, JsonDocument.Parse(board[2]["data: ".Length..]).RootElement.GetProperty("totals").GetProperty("open").GetInt32());
        // One that comes back goes on where it was.
        using var back = await OpenStreamAsync(server, told[0]["id: ".Length..]);
        await BlockAsync(back);
        Assert.Equal(board, await BlockAsync(back));
        // Nothing new: nothing said. Time alone makes the call unheard: said.
        server.Door.Feed.Step();
        test.Time.Advance(TimeSpan.FromSeconds(31));
        server.Door.Feed.Step();
        var late = await BlockAsync(reader);
        Assert.Equal(1, JsonDocument.Parse(late[2]["data: ".Length..]).RootElement.GetProperty("totals").GetProperty("unheard").GetInt32());
    }

    [Fact]
    public async Task One_live_reader_more_than_the_limit_is_told_to_come_back()
    {
        await using var server = await BoardServer.StartAsync(new BoardApiOptions { Stream = new SseOptions { MaxReaders = 1 } });
        using var reader = await OpenStreamAsync(server, null);
        await BlockAsync(reader);
        var answer = await server.GetAsync("/api/v1/stream");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static Task<HttpResponseMessage> PostAsync(BoardServer server, string id, string body, string? token, string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{id}/resolve") { Content = new StringContent(body, Encoding.UTF8, type) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        return server.SendAsync(request);
    }

    private static async Task<StreamReader> OpenStreamAsync(BoardServer server, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }
        var answer = await server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
    }

    private static async Task<List<string>> BlockAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, Stop) is { Length: > 0 } line)
        {
            lines.Add(line);
        }
        // A beat of a quiet stream is no event.
        return lines is [":" or ": "] ? await BlockAsync(reader) : lines;
    }
}

using System.Net;
using Samagam.Core.Sos;
using Samagam.Hub.Api;
using Samagam.Hub.Api.Words;
using Samagam.Mesh.People;
using Samagam.Trust;

namespace Samagam.Hub.Tests.Api;

public sealed class BoardPageTests
{
    private static readonly SosDetails Said = new("Sita Devi", "+91 98765 43210", "chest pain & <b>old</b>");

    [Fact]
    public async Task Where_the_board_is_not_open_every_reading_asks_for_a_voucher_first()
    {
        await using var server = await BoardServer.StartAsync(new BoardApiOptions { OpenTo = BoardReaders.Nobody });
        var id = server.Event.NewId(1);
        await server.Event.SayAsync(1, id, server.Event.Call());
        foreach (var path in new[] { "/", "/board", $"/cases/{id}", $"/cases/{id}/part" })
        {
            using var answer = await server.GetAsync(path);
            Assert.Equal((HttpStatusCode.SeeOther, "/enter"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }
        foreach (var path in new[] { "/api/v1/cases", $"/api/v1/cases/{id}", "/api/v1/summary", "/api/v1/stream" })
        {
            using var answer = await server.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.DoesNotContain(id.ToString(), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        Assert.Contains(id.ToString(), await server.PageAsync("/", await server.EnterAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_shows_each_case_once_with_place_box_and_steps()
    {
        await using var server = await BoardServer.StartAsync();
        var (id, test) = (server.Event.NewId(1), server.Event);
        await test.SayAsync(1, id, test.Call());
        await test.SayAsync(1, id, new SosOffered(RingLevel.Nearest, [new SosOffer(TestEvent.Responder("v1"), 95)], 30_000));
        await test.SayAsync(2, id, new SosAccepted(TestEvent.Responder("v1"), "Tiger 1", 240));
        test.Time.Advance(TimeSpan.FromSeconds(65));
        var page = await server.PageAsync("/");
        Assert.Equal(2, page.Split($"id=\"c-{id}\"").Length);
        foreach (var said in new[] { "Pole R-7", "Ram Ghat (n1)", "Sector 1", "23.18510, 75.76710", "±30 m", "pole code", "Tiger 1", "walk 1 min 35 s", "arrives in 2 min 55 s", "Accepted", "1 min 5 s", "Asked · 1 · nearest", "hub: on disk, receipt due" })
        {
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
        await test.Hub.Receipts.StepAsync(TestContext.Current.CancellationToken);
        Assert.Contains("receipt given", await server.PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_the_page_reloads_itself_and_nothing_is_inline()
    {
        await using var server = await BoardServer.StartAsync();
        var answer = await server.GetAsync("/");
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" on", page.Split("<body")[1].Split('>')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        foreach (var asset in new[] { "board.css", "board.js", "board.svg" })
        {
            var start = page.IndexOf($"/assets/{asset[..5]}", StringComparison.Ordinal);
            Assert.True(start > 0);
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/assets/" + asset)).StatusCode);
        }
    }

    [Theory]
    [InlineData(null, "/", "hi", "नियंत्रण कक्ष")]
    [InlineData("en-IN", "/", "en", "Control room")]
    [InlineData("hi,en;q=0.5", "/", "hi", "नियंत्रण कक्ष")]
    [InlineData("hi", "/?lang=en", "en", "Control room")]
    [InlineData("ta", "/", "hi", "राम घाट")]
    public async Task The_page_speaks_the_readers_language(string? accepts, string path, string language, string said)
    {
        await using var server = await BoardServer.StartAsync();
        var page = await server.PageAsync(path, language: accepts);
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_word_is_said_in_every_language()
    {
        foreach (var language in BoardWords.Languages)
        {
            var words = BoardWords.In(language);
            foreach (var word in Enum.GetValues<BoardWord>())
            {
                Assert.True(words[word].Length > 0 || word == BoardWord.ReasonUnspecified, $"{word} in {language}");
            }
            Assert.All(Enum.GetValues<SosType>(), t => Assert.NotEmpty(words.Of(t)));
            Assert.All(Enum.GetValues<RingLevel>(), l => Assert.NotEmpty(words.Of(l)));
            Assert.All(Enum.GetValues<SosEnding>(), e => Assert.NotEmpty(words.Of(e)));
            Assert.All(Enum.GetValues<Hub.Board.Urgency>(), u => Assert.NotEmpty(words.Of(u)));
            Assert.Equal(words.Of(SosType.Unspecified), words.Of((SosType)200));
        }
        Assert.All(Enum.GetValues<EscalationReason>(), r => Assert.NotNull(BoardWords.In("hi").Of(r)));
        // A Hindi text without a Hindi letter is a text that was forgotten.
        Assert.All(
            Enum.GetValues<BoardWord>().Where(w => w is not (BoardWord.ReasonUnspecified or BoardWord.OtherLanguage)),
            w => Assert.Contains(BoardWords.In("hi")[w], c => c is >= '\u0900' and <= '\u097F'));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3_599, "59 min 59 s")]
    [InlineData(3_600, "1 h 0 min")]
    [InlineData(86_399, "23 h 59 min")]
    [InlineData(86_400, "1 d 0 h")]
    [InlineData(-5, "0 s")]
    public void A_duration_has_two_units_at_most(long seconds, string said) => Assert.Equal(said, BoardWords.In("en").Duration(seconds));

    [Fact]
    public async Task What_strangers_and_boxes_say_is_shown_as_text()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, evil) = (server.Event, "\"><script>alert(1)</script><img src=x onerror=alert(2)>'");
        await test.JoinAsync(9, evil, evil, 7, 23, 75);
        var id = test.NewId(1);
        await test.SayAsync(9, id, test.Call(label: evil) with { Language = evil, Skills = [evil] });
        await test.SayAsync(9, id, new SosAccepted(TestEvent.Responder("v1"), evil, 60));
        await test.SayAsync(9, id, new SosLocated(test.Call().Place, evil, PressedAgain: false));
        await test.SayAsync(9, test.NewId(2), test.Call(label: evil));
        await test.SayAsync(9, test.NewId(2), new SosResolved(evil, SosEnding.Helped));
        foreach (var path in new[] { "/", "/board", $"/cases/{id}", $"/cases/{id}/part", $"/cases/{test.NewId(2)}", "/?lang=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/enter?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E" })
        {
            var page = await server.PageAsync(path);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_session_the_page_is_read_only_and_says_nothing_personal()
    {
        await using var server = await BoardServer.StartAsync();
        var id = server.Event.NewId(1);
        await server.RaiseWithDetailsAsync(id, Said);
        foreach (var path in new[] { "/", $"/cases/{id}", $"/api/v1/cases/{id}", "/api/v1/cases" })
        {
            var text = await (await server.GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("Sita", text, StringComparison.Ordinal);
            Assert.DoesNotContain("98765", text, StringComparison.Ordinal);
            Assert.DoesNotContain("method=\"post\"", text, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync($"/cases/{id}/details", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync($"/cases/{id}/resolve", null, ("ending", "Helped"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.GetAsync($"/api/v1/cases/{id}/details")).StatusCode);
    }

    [Fact]
    public async Task An_operator_sees_what_the_caller_said_and_each_look_is_recorded_with_ids_only()
    {
        await using var server = await BoardServer.StartAsync();
        var id = server.Event.NewId(1);
        await server.RaiseWithDetailsAsync(id, Said);
        var cookie = await server.EnterAsync();
        Assert.DoesNotContain("Sita", await server.PageAsync($"/cases/{id}", cookie), StringComparison.Ordinal);
        var token = await server.FormTokenAsync($"/cases/{id}", cookie);
        var answer = await server.FormAsync($"/cases/{id}/details", cookie, ("form", token));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Sita Devi", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;old", page, StringComparison.Ordinal);
        var look = Assert.Single(server.Log.Lines, l => l.StartsWith("6102", StringComparison.Ordinal));
        Assert.Contains(id.ToString(), look, StringComparison.Ordinal);
        Assert.All(server.Log.Lines, l => Assert.False(l.Contains("Sita", StringComparison.Ordinal) || l.Contains("98765", StringComparison.Ordinal) || l.Contains("Asha", StringComparison.Ordinal), l));
    }

    [Fact]
    public async Task An_operator_ends_a_case_by_a_plain_form_and_the_step_is_a_signed_fact_of_the_hub()
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await test.SayAsync(1, id, test.Call());
        var cookie = await server.EnterAsync(StaffRole.Admin);
        var token = await server.FormTokenAsync($"/cases/{id}", cookie);
        var answer = await server.FormAsync($"/cases/{id}/resolve", cookie, ("form", token), ("ending", "FalseAlarm"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"/cases/{id}", answer.Headers.Location!.ToString());
        var end = Assert.Single(test.Hub.Desk.Log.BySubject(id.Subject), f => f.Kind == "sos.resolved");
        Assert.Equal((TestEvent.HubNumber, 64), (end.Id.Origin.Number, end.Signature.Length));
        var step = (SosResolved)test.Hub.Picture.Snapshot.Sos.Find(id)!.EndedBy!.Step;
        Assert.StartsWith("operator/", step.By, StringComparison.Ordinal);
        Assert.Equal(SosEnding.FalseAlarm, step.Ending);
        var page = await server.PageAsync("/");
        Assert.Contains("No open call.", page, StringComparison.Ordinal);
        Assert.Contains("Ended · False alarm", page, StringComparison.Ordinal);
        // The same press again is the same end.
        Assert.Equal(HttpStatusCode.SeeOther, (await server.FormAsync($"/cases/{id}/resolve", cookie, ("form", token), ("ending", "Helped"))).StatusCode);
        Assert.Single(test.Hub.Desk.Log.BySubject(id.Subject), f => f.Kind == "sos.resolved");
    }

    [Theory]
    [InlineData("", "Helped", null, 403)]
    [InlineData("00000000000000000000000000000000", "Helped", null, 403)]
    [InlineData("right", "Nonsense", null, 400)]
    [InlineData("right", "Unspecified", null, 400)]
    [InlineData("right", "77", null, 400)]
    [InlineData("right", "Helped", "http://elsewhere.example", 403)]
    public async Task A_press_that_is_not_of_our_page_or_makes_no_sense_is_refused(string token, string ending, string? origin, int status)
    {
        await using var server = await BoardServer.StartAsync();
        var (test, id) = (server.Event, server.Event.NewId(1));
        await test.SayAsync(1, id, test.Call());
        var cookie = await server.EnterAsync();
        var right = await server.FormTokenAsync($"/cases/{id}", cookie);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/cases/{id}/resolve")
        {
            Content = new FormUrlEncodedContent([new("form", token == "right" ? right : token), new("ending", ending)]),
        };
        request.Headers.Add("Cookie", cookie);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        Assert.Equal(status, (int)(await server.SendAsync(request)).StatusCode);
        Assert.True(test.Hub.Picture.Snapshot.Sos.Find(id)!.IsOpen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SV1.nonsense")]
    [InlineData("SV1.AAAA.BBBB")]
    public async Task A_text_that_is_no_voucher_opens_nothing(string voucher)
    {
        await using var server = await BoardServer.StartAsync();
        var answer = await server.FormAsync("/enter", null, ("voucher", voucher));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie") && answer.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith("operator", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(StaffRole.Volunteer)]
    [InlineData(StaffRole.EmergencyResponder)]
    [InlineData(StaffRole.Technician)]
    public async Task A_voucher_of_another_role_opens_nothing(StaffRole role)
    {
        await using var server = await BoardServer.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync("/enter", null, ("voucher", server.Event.Voucher(role)))).StatusCode);
    }

    [Fact]
    public async Task The_eleventh_voucher_in_a_minute_waits()
    {
        await using var server = await BoardServer.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await server.FormAsync("/enter", null, ("voucher", "x"))).StatusCode);
        }
        var answer = await server.FormAsync("/enter", null, ("voucher", server.Event.Voucher(StaffRole.Operator)));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(6, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        server.Event.Time.Advance(TimeSpan.FromMinutes(1));
        await server.EnterAsync();
    }

    [Fact]
    public async Task A_session_ends_with_its_shift_and_by_leaving()
    {
        await using var server = await BoardServer.StartAsync();
        var cookie = await server.EnterAsync();
        Assert.Contains("Asha", await server.PageAsync("/", cookie), StringComparison.Ordinal);
        var token = await server.FormTokenAsync("/", cookie);
        var left = await server.FormAsync("/leave", cookie, ("form", token));
        Assert.Contains("operator=;", Assert.Single(left.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        server.Event.Time.Advance(TimeSpan.FromHours(9));
        Assert.DoesNotContain("Asha", await server.PageAsync("/", cookie), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/cases/not-an-id", 404)]
    [InlineData("/cases/00000000-0000-0000-0000-000000000000", 404)]
    [InlineData("/cases/%ff%3Cb%3E/part", 404)]
    [InlineData("/assets/none.css", 404)]
    public async Task What_is_not_there_is_said_on_a_page(string path, int status)
    {
        await using var server = await BoardServer.StartAsync();
        var answer = await server.GetAsync(path);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_form_longer_than_the_limit_is_refused()
    {
        await using var server = await BoardServer.StartAsync();
        Assert.Equal(413, (int)(await server.FormAsync("/enter", null, ("voucher", new string('x', BoardDoor.MaxFormBytes)))).StatusCode);
        var exact = new string('x', BoardDoor.MaxFormBytes - "voucher=".Length);
        Assert.Equal(403, (int)(await server.FormAsync("/enter", null, ("voucher", exact))).StatusCode);
    }

    [Fact]
    public async Task Garbage_in_a_form_is_answered()
    {
        await using var server = await BoardServer.StartAsync();
        foreach (var seed in Enumerable.Range(1, 8))
        {
            var bytes = new byte[200];
            new Random(seed).NextBytes(bytes);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/enter") { Content = new ByteArrayContent(bytes) };
            Assert.Equal(403, (int)(await server.SendAsync(request)).StatusCode);
        }
    }
}

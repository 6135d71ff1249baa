using System.Net;
using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal.Tests.Sos;

public sealed class SosFormTests
{
    [Fact]
    public async Task Plain_form_post_saves_the_call_and_shows_the_ladder()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var pressed = await phone.PressAsync();
        Assert.Equal(HttpStatusCode.SeeOther, pressed.Status);
        var sos = Assert.Single(box.Node.Picture.Snapshot.Sos.Open);
        Assert.Equal("/sos/" + sos.Id, pressed.Location);
        var page = await phone.GetAsync(pressed.Location!);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Saved on this box", page.Text, StringComparison.Ordinal);
        Assert.Equal(6, page.Text.Split("<li class=").Length - 1);
        Assert.Contains("""<noscript><meta http-equiv="refresh" content="5">""", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sent!", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Everything_said_in_the_form_reaches_the_case_and_personal_words_are_sealed()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone("hi");
        await phone.PressAsync(("type", "medical"), ("people", "3"), ("name", "सीता देवी"), ("phone", "+91 98765-43210"), ("note", "साँस नहीं आ रही"), ("pole", "RG-117"), ("other", "1"));
        var raised = Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Raised!;
        Assert.Equal((SosType.Medical, 3, "RG-117", "hi", true, SosDoor.Form), (raised.Type, raised.People, raised.PlaceLabel, raised.Language, raised.ForSomebodyElse, raised.Door));
        Assert.Equal(new SosDetails("सीता देवी", "+91 98765-43210", "साँस नहीं आ रही"), SealedDetails.Open(box.Log, box.Node.Vault, raised));
        var stored = string.Join('\n', box.Log.ReadFrom(0, 100).Facts.Select(f => System.Text.Encoding.UTF8.GetString(f.Statement.Span)));
        Assert.DoesNotContain("सीता", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("98765", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Double_tap_is_one_case()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var home = await phone.GetAsync("/");
        var taps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => phone.PostAsync("/sos", ("id", home.CallId))));
        Assert.Single(taps.Select(t => t.Location).Distinct());
        Assert.Single(box.Node.Picture.Snapshot.Sos.Cases);
    }

    [Fact]
    public async Task Second_press_of_the_same_phone_is_the_same_case_even_from_another_page()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var first = await phone.PressAsync();
        var second = await phone.PressAsync();
        Assert.Equal(first.Location, second.Location);
    }

    [Fact]
    public async Task Two_phones_are_two_cases_and_the_second_is_linked()
    {
        await using var box = await PortalBox.StartAsync();
        using var one = box.Phone();
        using var two = box.Phone();
        await one.PressAsync();
        await two.PressAsync();
        var cases = box.Node.Picture.Snapshot.Sos.Open.OrderBy(c => c.RaisedFact!.Time.Packed).ToList();
        Assert.Equal(2, cases.Count);
        Assert.Equal(cases[0].Id, cases[1].Raised!.PossiblySameAs);
    }

    [Fact]
    public async Task A_phone_that_keeps_no_cookies_is_still_one_case_per_page()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone(cookies: false);
        var home = await phone.GetAsync("/");
        var first = await phone.PostAsync("/sos", ("id", home.CallId));
        var again = await phone.PostAsync("/sos", ("id", home.CallId));
        Assert.Equal(first.Location, again.Location);
    }

    [Fact]
    public async Task Pressing_on_a_page_left_open_from_an_ended_call_is_a_new_call()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var home = await phone.GetAsync("/");
        var first = await phone.PostAsync("/sos", ("id", home.CallId));
        await phone.PostAsync(first.Location + "/cancel", ("why", "safe"));
        var second = await phone.PostAsync("/sos", ("id", home.CallId));
        Assert.NotEqual(first.Location, second.Location);
        Assert.Single(box.Node.Picture.Snapshot.Sos.Open);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id=not-a-uuid")]
    [InlineData("id=&type=&people=many&lat=x&lng=&accuracy=NaN")]
    [InlineData("type=%00%ff%fe&note=%f0%28%8c%28&name=%ed%a0%80")]
    [InlineData("type=dragon&people=-5&phone=<b>1</b>&lat=1e999&lng=1e999")]
    public async Task A_call_that_says_little_or_nonsense_is_taken_all_the_same(string body)
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var answer = await phone.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/sos")
        {
            Content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"),
        });
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Single(box.Node.Picture.Snapshot.Sos.Open);
    }

    [Fact]
    public async Task When_nothing_can_be_saved_the_page_says_so_keeps_the_form_and_the_same_call()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var home = await phone.GetAsync("/");
        box.Log.Refuses = true;
        var answer = await phone.PostAsync("/sos", ("id", home.CallId), ("note", "left leg <broken>"), ("type", "medical"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("Nobody has been told", answer.Text, StringComparison.Ordinal);
        Assert.Contains("left leg &lt;broken&gt;", answer.Text, StringComparison.Ordinal);
        Assert.Contains("""value="medical" checked""", answer.Text, StringComparison.Ordinal);
        Assert.Equal(home.CallId, answer.CallId);
        box.Log.Refuses = false;
        Assert.Equal("/sos/" + home.CallId, (await phone.PostAsync("/sos", ("id", answer.CallId))).Location);
    }

    [Fact]
    public async Task A_neighbour_saves_what_this_box_cannot_and_the_page_says_where()
    {
        RaiseCommand? carried = null;
        await using var box = await PortalBox.StartAsync(carry: (command, _) =>
        {
            carried = command;
            return ValueTask.FromResult<RaiseOutcome?>(new RaiseOutcome.Saved(command.Id!.Value, IsNew: true, null));
        });
        using var phone = box.Phone();
        box.Log.Refuses = true;
        var pressed = await phone.PressAsync(("note", "carry me"));
        Assert.Equal(HttpStatusCode.SeeOther, pressed.Status);
        Assert.Equal("carry me", carried!.Details.Note);
        var page = await phone.GetAsync(pressed.Location!);
        Assert.Contains("a neighbouring box has saved your call", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_carried_by_a_neighbour_are_remembered_up_to_the_limit()
    {
        await using var box = await PortalBox.StartAsync(
            new PortalOptions { MaxCarriedRemembered = 2 },
            (command, _) => ValueTask.FromResult<RaiseOutcome?>(new RaiseOutcome.Saved(command.Id!.Value, IsNew: true, null)));
        using var phone = box.Phone();
        box.Log.Refuses = true;
        var pages = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            pages.Add((await phone.PressAsync()).Location!);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync(pages[0])).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(pages[1])).Status);
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(pages[2])).Status);
    }

    [Fact]
    public async Task A_neighbour_that_does_not_answer_in_time_saved_nothing()
    {
        var time = new TestKit.ManualTime();
        await using var box = await PortalBox.StartAsync(portalTime: time, carry: async (_, cancel) =>
        {
            var asked = new TaskCompletionSource<RaiseOutcome?>();
            await using var stop = cancel.Register(() => asked.SetCanceled(cancel));
            time.Advance(TimeSpan.FromSeconds(5));
            return await asked.Task;
        });
        using var phone = box.Phone();
        box.Log.Refuses = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await phone.PressAsync()).Status);
    }

    [Fact]
    public async Task Rungs_are_shown_only_when_they_are_true()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var pressed = await phone.PressAsync();
        Assert.Contains("""<li class="open"><span>Copied to other boxes</span> <em>not yet</em>""", (await phone.GetAsync(pressed.Location!)).Text, StringComparison.Ordinal);
        var raised = Assert.Single(box.Node.Picture.Snapshot.Sos.Open).RaisedFact!.Id;
        box.Node.Evidence.Take(new GossipOutput.Copied(new NodeId(2), [raised]));
        box.Node.Evidence.Take(new GossipOutput.Copied(new NodeId(5), [raised]));
        Assert.Contains("""<li class="done"><span>Copied to other boxes: 2</span>""", (await phone.GetAsync(pressed.Location!)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_cancels_and_the_page_stops_renewing()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var pressed = await phone.PressAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await phone.PostAsync(pressed.Location + "/cancel", ("why", "false"))).Status);
        var page = await phone.GetAsync(pressed.Location!);
        Assert.Contains("Closed: false alarm.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_better_place_is_saved_and_an_impossible_one_is_not()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var pressed = await phone.PressAsync();
        await phone.PostAsync(pressed.Location + "/location", ("lat", "23.1861"), ("lng", "75.7671"), ("accuracy", "8"), ("pole", "RG-9"));
        var sos = Assert.Single(box.Node.Picture.Snapshot.Sos.Open);
        Assert.Equal((23.1861, 8, "RG-9"), (sos.Place.Point.LatitudeDeg, sos.Place.RadiusM, sos.PlaceLabel));
        await phone.PostAsync(pressed.Location + "/location", ("lat", "0"), ("lng", "0"));
        Assert.Equal(23.1861, Assert.Single(box.Node.Picture.Snapshot.Sos.Open).Place.Point.LatitudeDeg);
    }

    [Fact]
    public async Task An_unknown_call_is_404_with_the_form()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        foreach (var path in (string[])["/sos/11111111-2222-4333-8444-555555555555", "/sos/nonsense"])
        {
            var page = await phone.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.NotEmpty(page.CallId);
        }
    }
}

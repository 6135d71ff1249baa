using System.Net;
using System.Text.RegularExpressions;
using Samagam.Node.Portal.Tests.Support;

namespace Samagam.Node.Portal.Tests.Groups;

/// <summary>Groups from a phone without script and without an application.</summary>
public sealed partial class GroupPageTests
{
    [Fact]
    public async Task Two_phones_find_each_other_by_the_code_on_a_page_and_one_leaves()
    {
        await using var box = await PortalBox.StartAsync();
        using var asha = box.Phone();
        using var ravi = box.Phone("hi");
        var facts = box.Log.ReadFrom(0, 1_000).Facts.Count;
        Assert.Equal(HttpStatusCode.OK, (await asha.GetAsync("/group")).Status);
        // Looking makes nobody an account.
        Assert.Equal(facts, box.Log.ReadFrom(0, 1_000).Facts.Count);
        var made = await asha.PostAsync("/group/create", ("name", "Verma <family>"), ("nickname", "Asha"));
        Assert.Equal(HttpStatusCode.SeeOther, made.Status);
        var page = await asha.GetAsync(made.Location!);
        Assert.Contains("Verma &lt;family&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains("data:image/svg+xml;base64,", page.Text, StringComparison.Ordinal);
        var code = Code().Match(page.Text).Value;

        Assert.Contains($"value=\"{code}\"", (await ravi.GetAsync("/group?code=" + code.Replace("-", "", StringComparison.Ordinal))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ravi.PostAsync("/group/join", ("code", code.ToLowerInvariant()), ("nickname", "रवि"))).Status);
        var seen = await ravi.GetAsync("/group");
        Assert.Contains("<b>Asha</b>", seen.Text, StringComparison.Ordinal);
        Assert.Contains("<b>रवि</b>", seen.Text, StringComparison.Ordinal);
        var id = Leave().Match(seen.Text).Groups[1].Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await ravi.PostAsync($"/group/{id}/leave")).Status);
        Assert.DoesNotContain("<b>Asha</b>", (await ravi.GetAsync("/group")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>रवि</b>", (await asha.GetAsync("/group")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_mistyped_is_said_and_kept_and_makes_nobody_an_account()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        var facts = box.Log.ReadFrom(0, 1_000).Facts.Count;
        var wrong = await phone.PostAsync("/group/join", ("code", "ABCD-EFGH"), ("nickname", "Asha"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("value=\"ABCD-EFGH\"", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.PostAsync("/group/create", ("name", ""), ("nickname", "Asha"))).Status);
        Assert.Equal(facts, box.Log.ReadFrom(0, 1_000).Facts.Count);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostAsync($"/group/{Guid.NewGuid()}/leave")).Status);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing_in_ones_name()
    {
        await using var box = await PortalBox.StartAsync();
        using var phone = box.Phone();
        await phone.PostAsync("/group/create", ("name", "Family"), ("nickname", "Asha"));
        var id = Leave().Match((await phone.GetAsync("/group")).Text).Groups[1].Value;
        var facts = box.Log.ReadFrom(0, 1_000).Facts.Count;
        foreach (var path in new[] { $"/group/{id}/leave", "/group/create", "/group/join" })
        {
            var forged = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("name", "x"), new("nickname", "x"), new("code", "00000000")]) };
            forged.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
            Assert.NotEqual(HttpStatusCode.SeeOther, (await phone.SendAsync(forged)).Status);
        }
        Assert.Equal(facts, box.Log.ReadFrom(0, 1_000).Facts.Count);
        // Nor does the cookie open the API.
        Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/api/v1/groups")).Status);
    }

    [GeneratedRegex("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?=</b>)", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("/group/([0-9a-f-]{36})/leave", RegexOptions.None, 1000)]
    private static partial Regex Leave();
}

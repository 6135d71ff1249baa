using System.Net;
using Samagam.Node.Portal.Access;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Http;

/// <summary>The pace a call says it has is the one that stands before it.</summary>
public sealed class PaceTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("general")]
    [InlineData("search")]
    [InlineData("auth")]
    [InlineData("tile")]
    public async Task Every_call_is_slowed_by_its_own_pace_and_by_no_other(string pace)
    {
        const int Wide = 1_000;
        await using var box = await PortalBox.StartAsync(
            EveryKind.Unhurried with
            {
                RequestsPerMinute = pace == "general" ? 1 : Wide, SearchesPerMinute = pace == "search" ? 1 : Wide, EntriesPerMinute = pace == "auth" ? 1 : Wide, TilesPerMinute = pace == "tile" ? 1 : Wide,
                DevicesPerAddress = 10_000,
            },
            portalTime: new ManualTime());
        var operations = box.Part<ApiSurface>().Read().Where(o => o.Call.Who.HasFlag(Who.Anyone)).ToList();
        Assert.Contains(operations, o => AccessTable.WordOf(o.Pace) == pace);
        foreach (var o in operations)
        {
            // A device of its own for each call; what goes by address is slowed from the second on.
            using var phone = box.Phone();
            await phone.GetAsync("/");
            var path = o.InPath.Aggregate(o.Path, (at, p) => at.Replace("{" + p.Name + "}", p.Example, StringComparison.Ordinal));
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 3; i++)
            {
                using var request = new HttpRequestMessage(new HttpMethod(o.Method), path.EndsWith("/stream", StringComparison.Ordinal) ? path + "?crowd=all" : path);
                request.Content = o.HasBody ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
                using var seen = await phone.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, PortalBox.Cancel);
                statuses.Add(seen.StatusCode);
                Assert.True(seen.StatusCode != HttpStatusCode.TooManyRequests || seen.Headers.RetryAfter is not null);
            }
            var isSlowed = statuses[^1] == HttpStatusCode.TooManyRequests;
            Assert.True(isSlowed == (AccessTable.WordOf(o.Pace) == pace && pace != "none"), $"{o.Id} says {AccessTable.WordOf(o.Pace)}; with {pace} at one a minute: {string.Join(", ", statuses)}");
        }
    }
}

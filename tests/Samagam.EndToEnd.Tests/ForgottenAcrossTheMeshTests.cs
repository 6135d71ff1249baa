using System.Net.Http.Headers;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.People;
using Samagam.Mesh.Store;
using Samagam.Processes;
using Samagam.Sqlite;
using Samagam.TestKit;
using Samagam.Wire.People.V1;

namespace Samagam.EndToEnd.Tests;

/// <summary>A person erased at one node while another is cut off, on real processes: after healing no file of any box, nor any line of a log, holds a readable byte of them.</summary>
[Collection(nameof(RealMesh))]
public sealed class ForgottenAcrossTheMeshTests(RealMesh mesh)
{
    private static readonly string[] Marks =
    [
        "Parvatimark Wz83", "पार्वती-चिह्न-८३", "9876583083", "98765 83083", "+919876583083", "asthma mark wz83", "Tentmark wz83", "by the mark wz83 well", "Wz83 again",
    ];

    [Fact]
    public async Task Erased_at_node_0_while_node_2_is_cut_off_no_byte_is_left_after_healing()
    {
        var registered = await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/auth/register", new { phoneNumber = "9876583083", deviceName = "Parvatimark Wz83" });
        var (user, token) = (registered.GetProperty("userId").GetString()!, registered.GetProperty("accessToken").GetString()!);
        await mesh.CallAsync(
            HttpMethod.Put, $"{mesh.Node(0)}/api/v1/users/profile",
            new { name = "Parvatimark Wz83", medicalConditions = new[] { "asthma mark wz83" }, emergencyContact = new { name = "पार्वती-चिह्न-८३", phone = "98765 83083" } }, token);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/users/pins", new { name = "Tentmark wz83", location = new { lat = 23.18, lng = 75.77 } }, token);
        await mesh.CallAsync(HttpMethod.Put, $"{mesh.Node(0)}/api/v1/privacy/consents/analytics", new { given = true }, token);
        var call = await mesh.PressAsync(mesh.Node(0), ("name", "Parvatimark Wz83"), ("phone", "+919876583083"), ("note", "by the mark wz83 well"));
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/emergency/{call}/cancel", new { reason = "safe" });
        await mesh.UntilAsync("node 2 knows the pin", async () => (await AskAsync(HttpMethod.Get, $"{mesh.Node(2)}/api/v1/users/pins", token)).Text.Contains("Tentmark", StringComparison.Ordinal));
        await mesh.UntilAsync("the board has the end of the call", async () => await mesh.OnBoardAsync(call, "resolved") is not null);

        Assert.True(SosId.TryParse(call, out var caller));
        var persons = new[] { "person/" + user, SealedDetails.PersonOf(caller) };
        var keys = await KeysAsync(1, persons);
        Assert.Equal(2, keys.Count);
        // What people said is nowhere to be read, erased or not; the wrapped keys are where they should be, and the search finds them.
        Assert.Empty(Traces.Find(mesh.Mesh.Files.Root, Marks.SelectMany(Traces.Of)));
        foreach (var number in mesh.Mesh.Boxes)
        {
            await mesh.UntilAsync($"box {number} holds both keys", () => Task.FromResult(keys.All(k => Traces.Find(mesh.Mesh.Files.DataOf(number), [("key", k)]).Count > 0)));
        }

        mesh.Mesh.SetLink(2, 3, cut: true);
        mesh.Mesh.SetLink(3, MeshLayout.HubNumber, cut: true);
        await mesh.UntilAsync("node 2 is alone", async () => await mesh.MetricAsync(mesh.Node(2), "samagam_mesh_links") == 0);
        await mesh.CallAsync(HttpMethod.Put, $"{mesh.Node(2)}/api/v1/users/profile", new { name = "Parvatimark Wz83 again" }, token);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(2)}/api/v1/users/pins", new { name = "Tentmark wz83 two", location = new { lat = 23.18, lng = 75.78 } }, token);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/privacy/erasure", new { confirm = "erase" }, token);
        Assert.Equal(401, (await AskAsync(HttpMethod.Get, $"{mesh.Node(0)}/api/v1/users/profile", token)).Status);
        // The caller asked the control room.
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Hub}/api/v1/privacy/erasures", new { alertId = call }, await mesh.OperatorAsync());
        Assert.Equal(200, (await AskAsync(HttpMethod.Get, $"{mesh.Node(2)}/api/v1/users/profile", token)).Status);

        mesh.Mesh.MendAll();
        await mesh.UntilAsync("node 2 has heard", async () => (await AskAsync(HttpMethod.Get, $"{mesh.Node(2)}/api/v1/users/profile", token)).Status == 401);
        await mesh.UntilAsync("all boxes know the same", async () => (await Task.WhenAll(mesh.Mesh.Boxes.Select(n => mesh.MetricAsync(mesh.Mesh.Layout.HttpOf(n), "samagam_facts_root")))).Distinct().Count() == 1);
        var wanted = Marks.SelectMany(Traces.Of).Concat(keys.SelectMany(Traces.Of)).Concat(keys.SelectMany(k => new[] { ("head", k[..20]), ("tail", k[^20..]) })).ToList();
        IReadOnlyList<string> left = [];
        await mesh.UntilAsync("no byte is left", () => Task.FromResult((left = Traces.Find(mesh.Mesh.Files.Root, wanted)).Count == 0));
        Assert.Empty(left);
        Assert.DoesNotContain(mesh.Lines, line => Marks.Any(m => line.Contains(m, StringComparison.OrdinalIgnoreCase)));
        foreach (var number in mesh.Mesh.Boxes)
        {
            Assert.Empty(await KeysAsync(number, persons));
        }
        var audit = await mesh.CallAsync(HttpMethod.Get, $"{mesh.Hub}/api/v1/audit", null, await mesh.OperatorAsync());
        Assert.True(audit.GetProperty("whole").GetBoolean());
        await mesh.UntilAsync("the erasure is recorded", async () =>
            (await mesh.CallAsync(HttpMethod.Get, $"{mesh.Hub}/api/v1/audit", null, await mesh.OperatorAsync())).GetProperty("entries").ToString().Contains(persons[1], StringComparison.Ordinal));
    }

    /// <summary>Wrapped keys of persons in a box's store, read from a copy while the box runs.</summary>
    private async Task<List<byte[]>> KeysAsync(int number, string[] persons)
    {
        using var folder = new TempFolder();
        foreach (var suffix in new[] { "", "-wal" })
        {
            File.Copy(Path.Combine(mesh.Mesh.Files.DataOf(number), "facts.db" + suffix), folder.File("facts.db" + suffix));
        }
        await using var log = SqliteFactLog.Open(folder.File("facts.db"), new SqliteOptions(), new WriteLaneOptions { ReserveBytes = 0 }, TimeProvider.System);
        return [.. persons.SelectMany(log.BySubject).Where(f => f.Kind == FactKinds.PersonKey.Name).Select(f => PersonKey.Parser.ParseFrom(f.Body.Span).Wrapped.ToByteArray())];
    }

    private static async Task<(int Status, string Text)> AskAsync(HttpMethod method, string url, string token)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}

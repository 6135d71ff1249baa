using System.Net;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.People;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestBoxes;
using Samagam.TestKit;
using Samagam.Wire.People.V1;

namespace Samagam.Node.Portal.Tests.Privacy;

/// <summary>Erased at one box while the other is cut off: after healing no file of either holds a readable byte. Real boxes, real files.</summary>
public sealed class ErasureSplitTests
{
    private static readonly string[] Marks = ["Zubeidamark Qx71", "ज़ुबैदा-चिह्न-७१", "9876543071", "98765 43071", "kidney mark qx71", "Tentmark qx71", "under the mark qx71 tree"];

    [Fact]
    public async Task Erased_on_one_side_of_a_split_nothing_readable_is_left_in_any_file_of_either_box_after_healing()
    {
        await using var split = await Split.StartAsync();
        using var me = await split.AtA.Phone().RegisterAsync(new { phoneNumber = "9876543071", deviceName = "Zubeidamark Qx71" });
        using var there = split.AtB.Phone();
        await me.CallAsync(HttpMethod.Put, "users/profile", new { name = "Zubeidamark Qx71", medicalConditions = new[] { "kidney mark qx71" }, emergencyContact = new { name = "ज़ुबैदा-चिह्न-७१", phone = "98765 43071" } });
        await me.AskOnceAsync("users/pins", new { name = "Tentmark qx71", location = new { lat = 23.18, lng = 75.77 } });
        await me.CallAsync(HttpMethod.Put, "privacy/consents/analytics", new { given = true });
        var pressed = await me.Phone.PressAsync(("name", "Zubeidamark Qx71"), ("phone", "9876543071"), ("note", "under the mark qx71 tree"));
        var call = pressed.Location!["/sos/".Length..];
        await split.AgreeAsync();
        Assert.True(SosId.TryParse(call, out var id));
        Assert.Equal("under the mark qx71 tree", SealedDetails.Open(split.B.Mesh.Log, split.B.Node.Vault, split.B.Node.Picture.Snapshot.Sos.Find(id)!.Raised!)!.Note);

        var keys = KeysOf(split.A, "person/" + me.UserId).Concat(KeysOf(split.A, SealedDetails.PersonOf(id))).ToList();
        Assert.Equal(2, keys.Count);
        // The search finds what is there: both keys, at both boxes; and what people said nowhere, for it is sealed.
        foreach (var box in new[] { split.A, split.B })
        {
            Assert.All(keys, key => Assert.NotEmpty(Left(box, [key])));
        }
        Assert.Empty(Left(split.A, []).Concat(Left(split.B, [])));

        await split.CutAsync();
        // The side that has not heard goes on writing.
        await there.JsonAsync(HttpMethod.Put, "/api/v1/users/profile", new { name = "Zubeidamark Qx71 again" }, me.Token);
        await there.JsonAsync(HttpMethod.Post, "/api/v1/users/pins", new { name = "Tentmark qx71 two", location = new { lat = 23.19, lng = 75.77 } }, me.Token);
        await me.Phone.JsonAsync(HttpMethod.Post, $"/api/v1/emergency/{call}/cancel", new { reason = "safe" });
        var done = await me.CallAsync(HttpMethod.Post, "privacy/erasure", new { confirm = "erase" });
        Assert.Equal([call], done.Data.GetProperty("calls").EnumerateArray().Select(c => c.GetString()!));
        Assert.Equal(HttpStatusCode.Unauthorized, (await me.CallAsync(HttpMethod.Get, "users/profile")).Status);
        Assert.Equal(HttpStatusCode.OK, (await there.JsonAsync(HttpMethod.Get, "/api/v1/users/profile", null, me.Token)).Status);
        await split.MendAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await there.JsonAsync(HttpMethod.Get, "/api/v1/users/profile", null, me.Token)).Status);
        foreach (var box in new[] { split.A, split.B })
        {
            // The log is emptied right behind the commit; a reader in the way delays it by a moment.
            await box.Node.Desk.WriteAsync(Lane.Life, static _ => true, PortalBox.Cancel);
            await box.Node.Desk.WriteAsync(Lane.Life, static _ => true, PortalBox.Cancel);
            Assert.Equal([], Left(box, keys));
            Assert.All(box.Mesh.Log.BySubject("person/" + me.UserId).Concat(box.Mesh.Log.Below("person/" + me.UserId)), f => Assert.Equal(FoldingLaw.Gone, FactKinds.LawOf(f.Kind)));
            Assert.Null(SealedDetails.Open(box.Mesh.Log, box.Node.Vault, box.Node.Picture.Snapshot.Sos.Find(id)!.Raised!));
            Assert.DoesNotContain(box.Lines.All, line => Marks.Any(m => line.Contains(m, StringComparison.OrdinalIgnoreCase)));
        }
    }

    private static IEnumerable<byte[]> KeysOf(LiveBox box, string person) =>
        box.Mesh.Log.BySubject(person).Where(f => f.Kind == FactKinds.PersonKey.Name).Select(f => PersonKey.Parser.ParseFrom(f.Body.Span).Wrapped.ToByteArray());

    private static IReadOnlyList<string> Left(LiveBox box, IEnumerable<byte[]> keys) =>
        Traces.Find(box.Folder.DataFolder, Marks.SelectMany(Traces.Of).Concat(keys.SelectMany(Traces.Of)).Concat(keys.SelectMany(k => new[] { ("head", k[..20]), ("tail", k[^20..]) })));
}

internal static class AskingOnce
{
    /// <summary>A post whose answer is kept for repetitions.</summary>
    public static Task<Phone.Seen> AskOnceAsync(this SignedInPhone me, string path, object body) =>
        me.Phone.AskAsync(HttpMethod.Post, path, me.Token, body, ("Idempotency-Key", Guid.NewGuid().ToString()));
}

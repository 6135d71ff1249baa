using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class RevocationListTests
{
    private static RevocationEntry Entry(int number, string serial, string reason = "stolen", long at = 100) => new(number, serial, reason, at);

    [Fact]
    public void A_signed_list_is_believed_by_whoever_holds_the_authority_certificate()
    {
        using var mesh = new TestMesh();
        var list = RevocationList.Empty.With(Entry(3, "0abc"));
        var read = RevocationList.Read(list.Sign(mesh.Authority), mesh.Public).Value!;
        Assert.Equal(1, read.Version);
        Assert.True(read.IsRevoked(new RevocationKey(3, "0abc")));
        Assert.False(read.IsRevoked(new RevocationKey(3, "0abd")));
        Assert.False(read.IsRevoked(new RevocationKey(4, "0abc")));
    }

    [Fact]
    public void A_changed_list_a_foreign_list_and_a_roster_in_its_place_are_refused()
    {
        using var mesh = new TestMesh();
        using var other = new TestMesh("Other");
        var blob = RevocationList.Empty.With(Entry(3, "0abc")).Sign(mesh.Authority);
        var changed = blob.Bytes.ToArray();
        changed[^5] ^= 1;
        Assert.Equal(TrustProblem.BadSignature, RevocationList.Read(blob with { Bytes = changed }, mesh.Public).Problem);
        Assert.Equal(TrustProblem.BadSignature, RevocationList.Read(blob, other.Public).Problem);
        Assert.Equal(TrustProblem.BadSignature, RevocationList.Read(Roster.Empty(mesh.Authority.MeshName).Sign(mesh.Authority), mesh.Public).Problem);
        Assert.Equal(TrustProblem.BadSignature, RevocationList.Read(blob with { Signature = default }, mesh.Public).Problem);
    }

    [Fact]
    public void Merging_is_commutative_associative_and_idempotent_and_nothing_is_ever_unrevoked()
    {
        Seeds.ForEach(100, (_, random) =>
        {
            RevocationList a = Any(random), b = Any(random), c = Any(random);
            Assert.Equal(Text(a.Merge(b)), Text(b.Merge(a)));
            Assert.Equal(Text(a.Merge(b).Merge(c)), Text(a.Merge(b.Merge(c))));
            Assert.Equal(Text(a), Text(a.Merge(a)));
            var all = a.Merge(b);
            Assert.All(a.Entries.Concat(b.Entries), e => Assert.True(all.IsRevoked(new RevocationKey(e.Number, e.Serial))));
        });

        static RevocationList Any(Random random)
        {
            var list = RevocationList.Empty;
            for (var i = random.Next(6); i > 0; i--)
            {
                list = list.With(Entry(random.Next(1, 4), random.Next(1, 4).ToString("x2", null), random.Next(2) == 0 ? "lost" : "stolen", random.Next(3)));
            }
            return list;
        }

        static string Text(RevocationList list) => $"{list.Version}: {string.Join(", ", list.Entries)}";
    }

    [Fact]
    public void Where_two_lists_name_one_certificate_the_earlier_time_stands_and_the_version_is_the_highest_seen()
    {
        var early = RevocationList.Empty.With(Entry(1, "01", "stolen", at: 5));
        var late = RevocationList.Empty.With(Entry(2, "02")).With(Entry(1, "01", "lost", at: 9));
        var all = early.Merge(late);
        Assert.Equal(2, all.Version);
        Assert.Equal([Entry(1, "01", "stolen", at: 5), Entry(2, "02")], all.Entries);
    }

    [Fact]
    public void The_list_stands_on_its_limits()
    {
        using var mesh = new TestMesh();
        var list = RevocationList.Empty;
        var reason = new string('r', RevocationList.MaxReasonBytes);
        var fullSerial = new string('f', 36);
        // Built through the signed form: adding one by one copies the list each time.
        var all = Enumerable.Range(0, RevocationList.MaxEntries)
            .Select(i => $"{{\"number\":{i + 1},\"serial\":\"{fullSerial}{i:x4}\",\"reason\":\"{reason}\",\"timeUnixS\":1}}");
        var full = Read($"{{\"mesh\":\"Simhastha 2028\",\"version\":7,\"entries\":[{string.Join(',', all)}]}}");
        Assert.Equal(RevocationList.MaxEntries, full.Value!.Entries.Count);
        Assert.True(full.Value.Sign(mesh.Authority).Bytes.Length <= RevocationList.MaxBytes);
        Assert.Throws<InvalidOperationException>(() => full.Value.With(Entry(65535, "01")));
        Assert.Equal(TrustProblem.TooLarge,
            Read($"{{\"mesh\":\"Simhastha 2028\",\"version\":7,\"entries\":[{string.Join(',', all)},{{\"number\":65535,\"serial\":\"01\",\"reason\":\"x\",\"timeUnixS\":1}}]}}").Problem);
        Assert.Throws<ArgumentException>(() => list.With(Entry(1, "01", reason + "r")));
        Assert.Throws<ArgumentException>(() => list.With(Entry(0, "01")));
        Assert.Throws<ArgumentException>(() => list.With(Entry(1, "0A")));
        Assert.Equal(TrustProblem.TooLarge, RevocationList.Read(new SignedBlob(new byte[RevocationList.MaxBytes + 1], new byte[64]), mesh.Public).Problem);

        Verdict<RevocationList> Read(string json) =>
            RevocationList.Read(mesh.Authority.Sign(SignedKind.Revocations, System.Text.Encoding.UTF8.GetBytes(json)), mesh.Public);
    }

    [Theory]
    [InlineData("""{"mesh":"Simhastha 2028","version":1,"entries":[],"more":1}""", "more")]
    [InlineData("""{"mesh":"Simhastha 2028","version":1}""", "entries")]
    [InlineData("""{"mesh":"Simhastha 2028","version":1,"version":2,"entries":[]}""", "version")]
    [InlineData("""{"mesh":"Simhastha 2028","version":1,"entries":null}""", "entries")]
    [InlineData("""{"mesh":"Elsewhere","version":1,"entries":[]}""", "Elsewhere")]
    [InlineData("""{"mesh":"Simhastha 2028","version":1,"entries":[{"number":1,"serial":"01","reason":"a","timeUnixS":1},{"number":1,"serial":"01","reason":"b","timeUnixS":2}]}""", "twice")]
    [InlineData("""{"mesh":"Simhastha 2028","version":1,"entries":[null]}""", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    public void Even_a_signed_list_must_be_in_form(string json, string named)
    {
        using var mesh = new TestMesh();
        var verdict = RevocationList.Read(mesh.Authority.Sign(SignedKind.Revocations, System.Text.Encoding.UTF8.GetBytes(json)), mesh.Public);
        Assert.False(verdict.Ok);
        Assert.Contains(named, verdict.Reason, StringComparison.Ordinal);
    }
}

namespace Samagam.Trust.Tests;

public sealed class RosterTests
{
    [Fact]
    public void A_roster_travels_as_two_files_and_gives_the_keys_of_its_boxes()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var roster = Roster.Empty(mesh.Authority.MeshName).With(mesh.Entry(1, box)).With(mesh.Entry(2));
        roster.Sign(mesh.Authority).WriteFiles(mesh.Folder.File(Roster.FileName));
        var read = Roster.Load(mesh.Folder.Path, mesh.Public).Value!;
        Assert.Equal(2, read.Version);
        Assert.Equal("राम घाट", read.Find(1)!.NameHi);
        Assert.Contains("राम घाट", File.ReadAllText(mesh.Folder.File(Roster.FileName)), StringComparison.Ordinal);
        Assert.Null(read.Find(3));
        using var keys = new RosterKeys(read, k => k.Number == 2);
        Assert.True(keys.Find(1)!.Verify("fact"u8, box.Sign("fact"u8)));
        Assert.Null(keys.Find(2));
        Assert.Null(keys.Find(3));
    }

    [Fact]
    public void A_roster_with_one_changed_letter_is_refused()
    {
        using var mesh = new TestMesh();
        var path = mesh.Folder.File(Roster.FileName);
        Roster.Empty(mesh.Authority.MeshName).With(mesh.Entry(1)).Sign(mesh.Authority).WriteFiles(path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("Ram", "Rom", StringComparison.Ordinal));
        Assert.Equal(TrustProblem.BadSignature, Roster.Load(mesh.Folder.Path, mesh.Public).Problem);
        File.WriteAllText(mesh.Folder.File("roster.sig"), "!");
        Assert.Equal(TrustProblem.Malformed, Roster.Load(mesh.Folder.Path, mesh.Public).Problem);
        File.Delete(mesh.Folder.File("roster.sig"));
        Assert.Equal(TrustProblem.Missing, Roster.Load(mesh.Folder.Path, mesh.Public).Problem);
    }

    [Fact]
    public void Entries_stand_on_their_limits()
    {
        using var mesh = new TestMesh();
        var good = mesh.Entry(1);
        Assert.Null(Roster.Problem(good with { Name = new string('n', Roster.MaxNameBytes), Sector = Roster.MaxSector }));
        Assert.NotNull(Roster.Problem(good with { Name = new string('n', Roster.MaxNameBytes + 1) }));
        Assert.NotNull(Roster.Problem(good with { NameHi = "" }));
        Assert.NotNull(Roster.Problem(good with { Sector = Roster.MaxSector + 1 }));
        Assert.NotNull(Roster.Problem(good with { Number = 0 }));
        Assert.NotNull(Roster.Problem(good with { LatitudeDeg = 91 }));
        Assert.NotNull(Roster.Problem(good with { LongitudeDeg = double.NaN }));
        Assert.NotNull(Roster.Problem(good with { Role = (NodeRole)9 }));
        Assert.NotNull(Roster.Problem(good with { PublicKey = "AAAA" }));
        Assert.NotNull(Roster.Problem(good with { Serial = "" }));
        var hint = new AddressHint("box.example", 1, 65535);
        Assert.Null(Roster.Problem(good with { Addresses = [.. Enumerable.Repeat(hint, Roster.MaxAddresses)] }));
        Assert.NotNull(Roster.Problem(good with { Addresses = [.. Enumerable.Repeat(hint, Roster.MaxAddresses + 1)] }));
        Assert.NotNull(Roster.Problem(good with { Addresses = [hint with { Host = "two words" }] }));
        Assert.NotNull(Roster.Problem(good with { Addresses = [hint with { PeersPort = 0 }] }));
    }

    [Fact]
    public void A_roster_holds_its_limit_of_boxes_and_not_one_more()
    {
        using var mesh = new TestMesh();
        var roster = Roster.Empty(mesh.Authority.MeshName);
        var entry = mesh.Entry(1);
        for (var number = 1; number <= Roster.MaxEntries; number++)
        {
            roster = roster.With(entry with { Number = number });
        }
        var blob = roster.Sign(mesh.Authority);
        Assert.Equal(Roster.MaxEntries, Roster.Read(blob, mesh.Public).Value!.Entries.Count);
        Assert.Throws<InvalidOperationException>(() => roster.With(entry with { Number = 60000 }));
    }

    [Fact]
    public void A_box_without_a_hindi_name_reads_back_too()
    {
        using var mesh = new TestMesh();
        var blob = Roster.Empty(mesh.Authority.MeshName).With(mesh.Entry(1) with { NameHi = null, Addresses = [] }).Sign(mesh.Authority);
        Assert.Null(Roster.Read(blob, mesh.Public).Value!.Find(1)!.NameHi);
    }

    [Fact]
    public void A_roster_of_another_mesh_is_never_signed()
    {
        using var mesh = new TestMesh();
        Assert.Throws<ArgumentException>(() => Roster.Empty("Elsewhere").Sign(mesh.Authority));
    }
}

using Samagam.Routing;
using Samagam.Routing.MapPack;

namespace Samagam.Provisioning.Tests;

/// <summary>The map verbs, as a technician types them.</summary>
public sealed class MapTests
{
    [Fact]
    public void A_pack_is_built_with_a_report_inspected_and_verified()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        var built = cli.Run("map", "build", source, "--out", cli.At("ujjain.smap"));
        Assert.True(built.Code == 0, built.ToString());
        var map = MapSnapshot.Load(() => File.OpenRead(cli.At("ujjain.smap")), cancel: TestContext.Current.CancellationToken);
        Assert.Contains(map.Version, built.Out, StringComparison.Ordinal);
        Assert.Contains("section     edg.tail", built.Out, StringComparison.Ordinal);
        Assert.Matches(@"took +\d+\.\d s", built.Out);
        // Nobody watches: a line for each stage, and none written over.
        Assert.Contains("reading ways: ", built.Error, StringComparison.Ordinal);
        Assert.Contains("reading it back", built.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', built.Error);
        Assert.Equal([cli.At("ujjain.osm"), cli.At("ujjain.smap")], Directory.GetFiles(cli.At("")).Order());

        var inspected = cli.Must("map", "inspect", cli.At("ujjain.smap"));
        Assert.Contains($"version     {map.Version}", inspected, StringComparison.Ordinal);
        Assert.Contains($"source      sha256 {map.Report.SourceSha256}", inspected, StringComparison.Ordinal);
        Assert.Contains("format      1.0", inspected, StringComparison.Ordinal);

        var verified = cli.Must("map", "verify", cli.At("ujjain.smap"), "--seed", "7", "--pairs", "60");
        Assert.Contains("seed        7", verified, StringComparison.Ordinal);
        Assert.Contains("routes      60 pairs", verified, StringComparison.Ordinal);
        Assert.Contains("verdict     OK", verified, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_file_gives_the_same_pack()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("a.smap")).Code);
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("b.smap")).Code);
        Assert.Equal(File.ReadAllBytes(cli.At("a.smap")), File.ReadAllBytes(cli.At("b.smap")));
    }

    [Fact]
    public void A_pack_is_cut_to_an_area_and_says_what_that_left_out()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        var whole = MapSnapshot.Sample();
        var (sw, ne) = (whole.Bounds.SouthWest, whole.Bounds.NorthEast);
        var half = FormattableString.Invariant($"{sw.LongitudeDeg},{sw.LatitudeDeg},{ne.LongitudeDeg},{(sw.LatitudeDeg + ne.LatitudeDeg) / 2}");
        var built = cli.Run("map", "build", source, "--out", cli.At("half.smap"), "--clip", half, "--names", "en");
        Assert.True(built.Code == 0, built.ToString());
        Assert.Matches(@"left out +\d+ × way outside of the clip", built.Out);
        Assert.Matches("names +en", built.Out);
        var map = MapSnapshot.Load(() => File.OpenRead(cli.At("half.smap")), cancel: TestContext.Current.CancellationToken);
        Assert.True(map.Report.Edges < whole.Report.Edges);
        Assert.All(map.Amenities, a => Assert.Equal("", a.Name.Hi));

        File.WriteAllText(cli.At("half.poly"), FormattableString.Invariant(
            $"half\n1\n{sw.LongitudeDeg} {sw.LatitudeDeg}\n{ne.LongitudeDeg} {sw.LatitudeDeg}\n{ne.LongitudeDeg} {(sw.LatitudeDeg + ne.LatitudeDeg) / 2}\n{sw.LongitudeDeg} {(sw.LatitudeDeg + ne.LatitudeDeg) / 2}\nEND\nEND\n"));
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("poly.smap"), "--clip", cli.At("half.poly"), "--names", "en").Code);
        Assert.Equal(File.ReadAllBytes(cli.At("half.smap")), File.ReadAllBytes(cli.At("poly.smap")));
    }

    [Fact]
    public void A_pack_that_is_there_is_written_over_only_when_asked_to()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("mine.smap"), "--names", "en").Code);
        var precious = File.ReadAllBytes(cli.At("mine.smap"));
        Refused(cli, 73, "--force", "map", "build", source, "--out", cli.At("mine.smap"));
        Assert.Equal(precious, File.ReadAllBytes(cli.At("mine.smap")));
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("mine.smap"), "--force").Code);
        Assert.NotEqual(precious, File.ReadAllBytes(cli.At("mine.smap")));
        Assert.Equal(0, cli.Run("map", "inspect", cli.At("mine.smap")).Code);
    }

    [Fact]
    public void The_map_it_is_built_from_is_never_written_over_whatever_is_forced()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        var before = File.ReadAllBytes(source);
        var mixed = cli.Run("map", "build", source, "--out", source, "--force");
        Assert.True(mixed.Code == 73, mixed.ToString());
        Assert.Contains("no map pack", mixed.Error, StringComparison.Ordinal);
        File.CreateSymbolicLink(cli.At("link"), source);
        Assert.Equal(73, cli.Run("map", "build", source, "--out", cli.At("link"), "--force").Code);
        Assert.Equal(before, File.ReadAllBytes(source));
    }

    [Fact]
    public void What_is_wrong_with_a_clip_is_not_said_of_the_names()
    {
        using var cli = new Cli();
        var turned = cli.Run("map", "build", Sample(cli), "--out", cli.At("x.smap"), "--clip", "75.8,23.2,75.7,23.1");
        Assert.True(turned.Code == 65, turned.ToString());
        Assert.Contains("--clip 75.8,23.2,75.7,23.1: a box is minLon,minLat,maxLon,maxLat", turned.Error, StringComparison.Ordinal);
        var folder = cli.Run("map", "build", cli.At("ujjain.osm"), "--out", cli.At(""));
        Assert.True(folder.Code == 73, folder.ToString());
        Assert.Contains("is a folder", folder.Error, StringComparison.Ordinal);
        // Told before anything is read.
        Assert.DoesNotContain("reading", folder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_done_is_said_in_a_line_with_a_code_for_scripts()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        File.WriteAllText(cli.At("note.txt"), "not a map");
        File.WriteAllText(cli.At("bad.geojson"), "{\"type\":\"Point\"}");
        Refused(cli, 66, "no such file", "map", "build", cli.At("nowhere.osm"), "--out", cli.At("x.smap"));
        Refused(cli, 65, "neither .osm", "map", "build", cli.At("note.txt"), "--out", cli.At("x.smap"));
        Refused(cli, 65, "no map pack", "map", "verify", source);
        Refused(cli, 66, "no such file", "map", "build", source, "--out", cli.At("x.smap"), "--clip", cli.At("nowhere.poly"));
        Refused(cli, 65, "no Polygon", "map", "build", source, "--out", cli.At("x.smap"), "--clip", cli.At("bad.geojson"));
        Refused(cli, 65, "no path a person can walk", "map", "build", source, "--out", cli.At("x.smap"), "--clip", "1,1,2,2");
        Refused(cli, 64, "1 to 8 languages", "map", "build", source, "--out", cli.At("x.smap"), "--names", "Hindi!");
        Refused(cli, 73, "no/such/folder", "map", "build", source, "--out", cli.At("no/such/folder/x.smap"));
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("pack")).Code);
        Refused(cli, 65, "already", "map", "build", cli.At("pack"), "--out", cli.At("x.smap"));
        Assert.Equal(64, cli.Run("map", "build").Code);
        Assert.Empty(Directory.GetFiles(cli.At(""), "*smap*"));
    }

    [Fact]
    public void A_folder_a_pipe_or_a_device_in_the_place_of_a_map_is_refused_in_words_and_not_waited_for()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        using (var made = System.Diagnostics.Process.Start("mkfifo", cli.At("pipe.osm")))
        {
            Assert.True(made.WaitForExit(TimeSpan.FromSeconds(10)) && made.ExitCode == 0);
        }
        Refused(cli, 66, "it is a folder, not a file", "map", "build", cli.At(""), "--out", cli.At("x.smap"));
        Refused(cli, 66, "a regular file", "map", "build", cli.At("pipe.osm"), "--out", cli.At("x.smap"));
        Refused(cli, 66, "a regular file", "map", "build", "/dev/zero", "--out", cli.At("x.smap"));
        Refused(cli, 65, "a regular file", "map", "build", source, "--out", cli.At("x.smap"), "--clip", cli.At("pipe.osm"));
        Refused(cli, 65, "it is a folder", "map", "build", source, "--out", cli.At("x.smap"), "--clip", cli.At(""));
        Refused(cli, 74, "a regular file", "map", "inspect", cli.At("pipe.osm"));
        Refused(cli, 74, "a regular file", "map", "verify", cli.At("pipe.osm"));
    }

    [Fact]
    public void What_a_killed_build_left_behind_goes_with_the_next_and_that_of_a_running_one_stays()
    {
        using var cli = new Cli();
        var source = Sample(cli);
        using var gone = System.Diagnostics.Process.Start("true");
        Assert.True(gone.WaitForExit(TimeSpan.FromSeconds(10)));
        var dead = cli.At($".ujjain.smap.{gone.Id}.part");
        string[] others = [cli.At($".ujjain.smap.{Environment.ProcessId}.part"), cli.At($".other.smap.{gone.Id}.part"), cli.At(".ujjain.smap.x.part")];
        foreach (var file in (string[])[dead, .. others])
        {
            File.WriteAllText(file, "half");
        }
        Assert.Equal(0, cli.Run("map", "build", source, "--out", cli.At("ujjain.smap")).Code);
        Assert.False(File.Exists(dead));
        Assert.All(others, file => Assert.True(File.Exists(file)));
    }

    [Fact]
    public void Help_names_the_commands_as_they_are_typed()
    {
        using var cli = new Cli();
        Assert.Contains("./samagam map build <file>", cli.Must("map", "build", "--help"), StringComparison.Ordinal);
        Assert.Contains("./samagam provision node issue", cli.Must("node", "issue", "--help"), StringComparison.Ordinal);
        var wrong = cli.Run("map", "build");
        Assert.Contains("./samagam map build", wrong.Out + wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Samagam.Provisioning", wrong.Out + wrong.Error, StringComparison.Ordinal);
        File.WriteAllText(cli.At("empty.json"), "{}");
        Refused(cli, 65, "--clip", "map", "build", Sample(cli), "--out", cli.At("x.smap"), "--clip", cli.At("empty.json"));
        Refused(cli, 66, "--clip {}", "map", "build", Sample(cli), "--out", cli.At("x.smap"), "--clip", "{}");
    }

    [Fact]
    public void A_damaged_pack_and_one_that_is_wrong_though_whole_do_not_verify()
    {
        using var cli = new Cli();
        Assert.Equal(0, cli.Run("map", "build", Sample(cli), "--out", cli.At("good.smap")).Code);
        var good = File.ReadAllBytes(cli.At("good.smap"));
        var damaged = good.ToArray();
        damaged[^9] ^= 4;
        File.WriteAllBytes(cli.At("damaged.smap"), damaged);
        Refused(cli, 65, "SHA-256", "map", "verify", cli.At("damaged.smap"));
        Refused(cli, 65, "SHA-256", "map", "inspect", cli.At("damaged.smap"));
        File.WriteAllBytes(cli.At("cut.smap"), good[..^100]);
        Refused(cli, 65, "its header says", "map", "verify", cli.At("cut.smap"));

        var section = MapPackReader.Inspect(good).Sections.Single(s => s.Name == "edg.mm");
        good[(int)section.Offset] ^= 0x55;
        using (var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256))
        {
            hash.AppendData(good, 0, 32);
            hash.AppendData(good.AsSpan(64));
            hash.GetHashAndReset(good.AsSpan(32));
        }
        File.WriteAllBytes(cli.At("wrong.smap"), good);
        var answer = cli.Run("map", "verify", cli.At("wrong.smap"));
        Assert.Equal(65, answer.Code);
        Assert.Contains("its line is", answer.Out, StringComparison.Ordinal);
        Assert.Contains("build it anew", answer.Error, StringComparison.Ordinal);
    }

    private static string Sample(Cli cli)
    {
        using var sample = MapSnapshot.OpenSample();
        using var file = File.Create(cli.At("ujjain.osm"));
        sample.CopyTo(file);
        return cli.At("ujjain.osm");
    }

    private static void Refused(Cli cli, int code, string why, params string[] arguments)
    {
        var answer = cli.Run(arguments);
        Assert.True(answer.Code == code, answer.ToString());
        Assert.Contains(why, answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Error, StringComparison.Ordinal);
        Assert.Equal(1, answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => l.StartsWith("samagam map: ", StringComparison.Ordinal)));
    }
}

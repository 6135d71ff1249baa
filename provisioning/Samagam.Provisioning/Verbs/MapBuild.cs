using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Samagam.Routing;
using Samagam.Routing.Clip;
using Samagam.Routing.MapPack;
using Samagam.Routing.Osm;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary><c>map build</c>: a map pack from an OpenStreetMap file, and what became of everything in it.</summary>
internal static class MapBuild
{
    private const string Ending = ".smap";

    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var file = new Argument<string>("file") { Description = w["OpenStreetMap file: .osm.pbf, .osm or .osm.gz", "OpenStreetMap फ़ाइल: .osm.pbf, .osm या .osm.gz"] };
        var @out = new Option<string?>("--out") { Description = w[$"The pack; beside where you stand, named as the file with {Ending}, when not given", "पैक का नाम"] };
        var clip = new Option<string?>("--clip")
        {
            Description = w["Keep only this ground: a GeoJSON or .poly file, or minLon,minLat,maxLon,maxLat", "केवल यह क्षेत्र रखें: GeoJSON या .poly फ़ाइल, या minLon,minLat,maxLon,maxLat"],
        };
        var names = new Option<string>("--names")
        {
            DefaultValueFactory = _ => "hi,en",
            Description = w["Languages whose names are kept, the dearest first; a language other than hi and en takes the place of the local name", "किन भाषाओं के नाम रखें, क्रम से"],
        };
        var force = new Option<bool>("--force") { Description = w["Write over a pack that is there", "मौजूद पैक पर लिखें"] };
        var command = new Command("build", w["Makes a map pack, checks it and says what was left out and why", "मानचित्र पैक बनाता, जाँचता और बताता है कि क्या छूटा और क्यों"]) { file, @out, clip, names, force };
        command.SetAction((p, stop) => Task.FromResult(MapExit.Try(desk, p.GetRequiredValue(file), () => Run(
            desk, p.GetRequiredValue(file), p.GetValue(@out), p.GetValue(clip), p.GetRequiredValue(names), p.GetValue(force), stop))));
        return command;
    }

    private static int Run(Desk desk, string file, string? given, string? clip, string names, bool force, CancellationToken stop)
    {
        var target = Path.GetFullPath(given ?? Path.GetFileName(Stem(file)) + Ending);
        if (Directory.Exists(target))
        {
            return MapExit.Refuse(desk, MapExit.CannotCreate, $"{target} is a folder; --out names the pack itself");
        }
        if (!force && File.Exists(target))
        {
            return MapExit.Refuse(desk, MapExit.CannotCreate, $"{target} is there already; --force writes over it");
        }
        // Whoever mixes up the two names would lose the map.
        if (File.Exists(target) && !IsPackOrEmpty(target))
        {
            return MapExit.Refuse(desk, MapExit.CannotCreate, $"{target} is there and no map pack; it is not written over, not even with --force");
        }
        if (RegularFile.WhyNot(file) is { } whyNot)
        {
            return MapExit.Refuse(desk, MapExit.NoInput, $"{file}: {whyNot}");
        }
        var options = new MapLoadOptions { Languages = names.Split(',', StringSplitOptions.TrimEntries) };
        try
        {
            options.Validate();
            options = options with { Clip = clip is null ? null : ReadClip(clip) };
        }
        catch (ArgumentException e)
        {
            return MapExit.Refuse(desk, MapExit.Usage, $"--names {names}: {e.Message}");
        }
        catch (FormatException e)
        {
            return MapExit.Refuse(desk, MapExit.Data, $"--clip {clip}: {e.Message}");
        }
        var started = desk.Time.GetTimestamp();
        var progress = new BuildProgress(desk, new FileInfo(file).Length);
        // Beside its place, so that a node that watches the place never sees half a pack; and first of all, so that nobody waits in vain.
        RemoveLeftovers(target);
        var part = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.part");
        if (!TryCreate(part, out var stream, out var why))
        {
            return MapExit.Refuse(desk, MapExit.CannotCreate, why);
        }
        try
        {
            using (stream)
            {
                var map = MapSnapshot.Load(() => OpenSource(file), options, progress, stop);
                progress.Show(desk.Words["ordering and writing", "क्रम लगाकर लिखा जा रहा है"]);
                MapPackWriter.Write(map, stream);
                stream.Flush(flushToDisk: true);
            }
            stop.ThrowIfCancellationRequested();
            progress.Show(desk.Words["reading it back", "वापस पढ़कर जाँचा जा रहा है"]);
            var bytes = PackSource.Read(part);
            var packed = MapPackReader.Read(bytes);
            File.Move(part, target, overwrite: force);
            progress.End();
            Tell(desk, target, packed, MapPackReader.Inspect(bytes), bytes.Length, desk.Time.GetElapsedTime(started));
            return Desk.Done;
        }
        finally
        {
            progress.End();
            File.Delete(part);
        }
    }

    private static void Tell(Desk desk, string target, MapSnapshot map, MapPackContents contents, long bytes, TimeSpan took)
    {
        var report = map.Report;
        Line("pack", target);
        Line("version", map.Version);
        Line("sha256", contents.Sha256);
        Line("source", $"sha256 {report.SourceSha256}, {Number(report.FileBytes)} bytes");
        PackText.Content(Line, map);
        foreach (var (why, count) in report.Dropped)
        {
            Line("left out", $"{Number(count)} × {why}");
        }
        foreach (var section in contents.Sections.Where(s => s.Length > 0))
        {
            Line("section", $"{section.Name,-9}{Number(section.Length),14} bytes");
        }
        Line("bytes", Number(bytes));
        using var self = Process.GetCurrentProcess();
        Line("took", string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:F1} s, {self.PeakWorkingSet64 / 1e6:F0} MB of memory at most"));

        void Line(string what, string text) => PackText.Line(desk, what, text);

        static string Number(long number) => PackText.Number(number);
    }

    private static ClipArea ReadClip(string clip)
    {
        if (!Path.Exists(clip))
        {
            return BoxOf(clip) ?? throw new FileNotFoundException($"--clip {clip}: no such file, and not minLon,minLat,maxLon,maxLat");
        }
        if (RegularFile.WhyNot(clip) is { } why)
        {
            throw new FormatException(why);
        }
        using var reader = new StreamReader(clip);
        var text = new char[ClipText.MaxChars + 1];
        return ClipText.Parse(new string(text, 0, reader.ReadBlock(text)));
    }

    private static ClipArea? BoxOf(string clip)
    {
        try
        {
            return ClipText.TryBox(clip);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static bool IsPackOrEmpty(string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[8];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return length == 0 || MapPackReader.IsPack(start[..length]);
    }

    // Of builds of this pack that were killed. One whose process still runs, or whose number another process has by now, stays.
    private static void RemoveLeftovers(string target)
    {
        var name = $".{Path.GetFileName(target)}.";
        var folder = new DirectoryInfo(Path.GetDirectoryName(target)!);
        if (!folder.Exists)
        {
            return;
        }
        foreach (var part in folder.EnumerateFiles(name + "*.part"))
        {
            if (int.TryParse(part.Name.AsSpan(name.Length, part.Name.Length - name.Length - ".part".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsRunning(process))
            {
                part.Delete();
            }
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            // The way the library says that there is none.
            return false;
        }
    }

    private static bool TryCreate(string part, [NotNullWhen(true)] out FileStream? stream, [NotNullWhen(false)] out string? why)
    {
        (stream, why) = (null, null);
        try
        {
            stream = new FileStream(part, FileMode.Create, FileAccess.Write);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = e.Message;
            return false;
        }
    }

    private static FileStream OpenSource(string file)
    {
        var stream = RegularFile.OpenRead(file);
        Span<byte> start = stackalloc byte[8];
        if (MapPackReader.IsPack(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]))
        {
            stream.Dispose();
            throw new MapFormatException(MapFault.Unsupported, "it is a map pack already; build from the OpenStreetMap file", -1);
        }
        stream.Position = 0;
        return stream;
    }

    private static string Stem(string file)
    {
        foreach (var ending in (string[])[".osm.pbf", ".osm.gz", ".osm", ".pbf"])
        {
            if (file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return file[..^ending.Length];
            }
        }
        return file;
    }
}

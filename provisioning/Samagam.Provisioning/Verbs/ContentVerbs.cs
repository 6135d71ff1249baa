using System.CommandLine;
using System.Globalization;
using Samagam.Core.Content;
using Samagam.Trust;
using Samagam.Wire.Content;

namespace Samagam.Provisioning;

/// <summary><c>content publish</c>, <c>inspect</c>, <c>verify</c>: a folder of texts and sounds made an edition that every box believes.</summary>
internal static class ContentVerbs
{
    private static readonly ContentLimits Limits = new();

    public static Command[] Build(Desk desk) => [Publish(desk), Inspect(desk), Verify(desk)];

    private static Command Publish(Desk desk)
    {
        var w = desk.Words;
        var folder = new Argument<string>("folder") { Description = w["Folder with pois.json, itineraries.json and whatever else belongs to the pack", "पैक का फ़ोल्डर: pois.json, itineraries.json आदि"] };
        var mesh = Shared.Mesh(w);
        var pack = new Option<string?>("--pack") { Description = w["Name of a pack that is published for the first time, e.g. ujjain", "पहली बार प्रकाशित पैक का नाम"] };
        var title = new Option<string?>("--title") { Description = w["Its title in English", "अंग्रेज़ी शीर्षक"] };
        var titleHi = new Option<string?>("--title-hi") { Description = w["Its title in Hindi", "हिंदी शीर्षक"] };
        var licence = new Option<string?>("--licence") { Description = w["Whose the texts are, in words", "पाठ किसके हैं"] };
        var command = new Command("publish", w["Checks a pack, gives it the next version, signs it, and says what changed", "पैक जाँचता, अगला संस्करण देता, हस्ताक्षर करता और बदलाव बताता है"]) { folder, mesh, pack, title, titleHi, licence };
        command.SetAction(p => desk.Try(() => RunPublish(
            desk, p.GetRequiredValue(folder), p.GetRequiredValue(mesh), p.GetValue(pack), p.GetValue(title), p.GetValue(titleHi), p.GetValue(licence))));
        return command;
    }

    private static Command Inspect(Desk desk)
    {
        var w = desk.Words;
        var folder = new Argument<string>("folder") { Description = w["A published pack", "प्रकाशित पैक"] };
        var command = new Command("inspect", w["Says what a pack holds", "बताता है कि पैक में क्या है"]) { folder };
        command.SetAction(p => desk.Try(() => Tell(desk, p.GetRequiredValue(folder))));
        return command;
    }

    private static Command Verify(Desk desk)
    {
        var w = desk.Words;
        var folder = new Argument<string>("folder") { Description = w["A published pack", "प्रकाशित पैक"] };
        var mesh = Shared.Mesh(w);
        var command = new Command("verify", w["Checks signature, every hash and every rule, as a box does", "हस्ताक्षर, हर हैश और हर नियम जाँचता है"]) { folder, mesh };
        command.SetAction(p => desk.Try(() => RunVerify(desk, p.GetRequiredValue(folder), p.GetRequiredValue(mesh))));
        return command;
    }

    private static int RunPublish(Desk desk, string folder, string meshFolder, string? pack, string? title, string? titleHi, string? licence)
    {
        var opened = MeshFolder.Open(meshFolder);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        var before = ReadBefore(folder);
        if (File.Exists(Path.Combine(folder, ContentPackReader.ManifestFile)) && before is null)
        {
            return desk.Refuse($"{folder}: its manifest.json cannot be read; take it away to begin anew");
        }
        if (before is null && (pack is null || title is null || titleHi is null || licence is null))
        {
            return desk.Refuse("a pack published for the first time needs --pack, --title, --title-hi and --licence");
        }
        if (before is not null && pack is not null && pack != before.Pack)
        {
            return desk.Refuse($"{folder} is pack {before.Pack}; another name is another folder");
        }
        var files = new List<PackFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System }))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (name is ContentPackReader.ManifestFile or "manifest.sig")
            {
                continue;
            }
            if (ContentText.WrongFileName(name, Limits.MaxFileName) is { } wrong)
            {
                return desk.Refuse($"{name}: {wrong}");
            }
            if (new FileInfo(path).Length > Limits.MaxFileBytes || files.Count == Limits.MaxFiles)
            {
                return desk.Refuse($"{name}: a pack holds {Limits.MaxFiles} files of at most {Limits.MaxFileBytes} bytes");
            }
            files.Add(ContentPackWriter.Describe(name, File.ReadAllBytes(path)));
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var changed = Changes(before?.Files ?? [], files).ToList();
        if (before is not null && changed.Count == 0 && title is null && titleHi is null && licence is null)
        {
            return desk.Refuse($"nothing changed since version {before.Version}");
        }
        var next = new PackManifest
        {
            Pack = pack ?? before!.Pack,
            Version = (before?.Version ?? 0) + 1,
            Published = desk.Now,
            Title = title ?? before!.Title,
            TitleHi = titleHi ?? before!.TitleHi,
            Licence = licence ?? before!.Licence,
            Languages = before?.Languages ?? ["en", "hi"],
            IsSample = before?.IsSample ?? false,
            Files = files,
        };
        var bytes = ContentPackWriter.Manifest(next);
        // As every box will read it: what a box would refuse is not signed.
        if (new ContentPackReader(Limits).Read(bytes, file => File.ReadAllBytes(Path.Combine(folder, file.Name))) is not ContentOutcome.Read { Pack: var read })
        {
            var outcome = new ContentPackReader(Limits).Read(bytes, file => File.ReadAllBytes(Path.Combine(folder, file.Name)));
            return desk.Refuse($"{folder}: {((ContentOutcome.Refused)outcome).Problem}");
        }
        SignedBlob.Sign(mesh.Authority.Key, SignedKind.Content, bytes).WriteFiles(Path.Combine(folder, ContentPackReader.ManifestFile));
        foreach (var line in changed)
        {
            desk.Out.WriteLine(line);
        }
        Say(desk, read);
        desk.Out.WriteLine(desk.Words[
            "Give the folder to any one box (setting Content:Folder): the others fetch what changed from each other.",
            "फ़ोल्डर किसी एक बक्से को दें (Content:Folder): बाकी आपस में ले लेंगे।"]);
        return Desk.Done;
    }

    private static IEnumerable<string> Changes(IReadOnlyList<PackFile> before, IReadOnlyList<PackFile> after)
    {
        var old = before.ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (var file in after)
        {
            if (!old.Remove(file.Name, out var was))
            {
                yield return $"new         {file.Name}, {PackText.Number(file.Bytes)} bytes";
            }
            else if (was.Sha256 != file.Sha256)
            {
                yield return $"changed     {file.Name}, {PackText.Number(file.Bytes)} bytes";
            }
        }
        foreach (var gone in old.Keys.Order(StringComparer.Ordinal))
        {
            yield return $"gone        {gone}";
        }
    }

    private static int RunVerify(Desk desk, string folder, string meshFolder)
    {
        var opened = MeshFolder.Open(meshFolder);
        if (!opened.Ok)
        {
            return desk.Refuse(opened.Reason);
        }
        using var mesh = opened.Value;
        var blob = SignedBlob.ReadFiles(Path.Combine(folder, ContentPackReader.ManifestFile), Limits.MaxManifestBytes);
        if (!blob.Ok)
        {
            return desk.Refuse(blob.Reason);
        }
        if (!blob.Value.IsBy(mesh.Authority.Key.Public, SignedKind.Content))
        {
            return desk.Refuse($"{folder} is not signed by the authority of this mesh, or was changed since");
        }
        switch (new ContentPackReader(Limits).Read(blob.Value.Bytes.Span, file => FileOf(folder, file)))
        {
            case ContentOutcome.Read { Pack: var pack }:
                foreach (var file in pack.Manifest.Files)
                {
                    if (FileOf(folder, file) is not { } bytes || ContentPackWriter.Describe(file.Name, bytes) != file)
                    {
                        return desk.Refuse($"{file.Name} is not the file of the manifest");
                    }
                }
                Say(desk, pack);
                PackText.Line(desk, "verdict", "OK");
                return Desk.Done;
            case ContentOutcome.Refused { Problem: var problem }:
                return desk.Refuse($"{folder}: {problem}");
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private static int Tell(Desk desk, string folder)
    {
        var blob = SignedBlob.ReadFiles(Path.Combine(folder, ContentPackReader.ManifestFile), Limits.MaxManifestBytes);
        if (!blob.Ok)
        {
            return desk.Refuse(blob.Reason);
        }
        switch (new ContentPackReader(Limits).Read(blob.Value.Bytes.Span, file => FileOf(folder, file)))
        {
            case ContentOutcome.Read { Pack: var pack }:
                Say(desk, pack);
                foreach (var file in pack.Manifest.Files)
                {
                    desk.Out.WriteLine($"file        {file.Name}, {PackText.Number(file.Bytes)} bytes, {file.Sha256[..16]}");
                }
                return Desk.Done;
            case ContentOutcome.Refused { Problem: var problem }:
                return desk.Refuse($"{folder}: {problem}");
            default:
                throw new InvalidOperationException("closed set");
        }
    }

    private static void Say(Desk desk, ContentPack pack)
    {
        PackText.Line(desk, "pack", $"{pack.Manifest.Pack} {pack.Manifest.Version.ToString(CultureInfo.InvariantCulture)}: {pack.Manifest.Title}");
        PackText.Line(desk, "edition", pack.Hash);
        PackText.Line(desk, "published", pack.Manifest.Published.ToString("O", CultureInfo.InvariantCulture));
        PackText.Line(desk, "holds", $"{pack.Pois.Count} places, {pack.Itineraries.Count} itineraries, {pack.Audio.Count} recordings");
        PackText.Line(desk, "files", $"{pack.Manifest.Files.Count}, {PackText.Number(pack.Manifest.Files.Sum(f => f.Bytes))} bytes");
    }

    private static byte[]? FileOf(string folder, PackFile file) =>
        LimitedFile.Read(Path.Combine(folder, file.Name), (int)Math.Min(file.Bytes, int.MaxValue)) is { Ok: true, Value: var bytes } ? bytes : null;

    private static PackManifest? ReadBefore(string folder) =>
        LimitedFile.Read(Path.Combine(folder, ContentPackReader.ManifestFile), Limits.MaxManifestBytes) is { Ok: true, Value: var bytes } ? new ContentPackReader(Limits).ReadHead(bytes) : null;
}

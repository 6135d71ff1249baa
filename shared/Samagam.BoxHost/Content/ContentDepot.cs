using System.Security.Cryptography;
using Samagam.Core.Content;
using Samagam.Trust;
using Samagam.Wire.Content;

namespace Samagam.BoxHost.Content;

/// <summary>How a piece was taken.</summary>
public enum PieceTaken : byte
{
    /// <summary>Kept; more is missing.</summary>
    More,

    /// <summary>The file is whole and is what its hash says.</summary>
    Whole,

    /// <summary>The file is whole and is something else: thrown away.</summary>
    Spoiled,

    /// <summary>The piece does not follow on what is here, or is too long.</summary>
    OutOfPlace,
}

/// <summary>
/// The packs of a box on its disk: files by hash, whole ones and begun ones, and the manifest in force of each pack with its signature. A begun file is only ever
/// written at its end and counts for what is there, so that a box killed half-way goes on where it was; a file is called whole after its hash was reckoned
/// from the disk. One writer.
/// </summary>
public sealed class ContentDepot
{
    private readonly string _files;
    private readonly string _begun;
    private readonly string _editions;
    private readonly VerifyKey _authority;
    private readonly ContentLimits _limits;
    private readonly BulkOptions _options;

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="authority">The key of the mesh authority, the only one whose packs are taken.</param>
    /// <param name="limits">What a pack may hold.</param>
    /// <param name="options">How much disk.</param>
    public ContentDepot(string folder, VerifyKey authority, ContentLimits limits, BulkOptions options)
    {
        options.Validate();
        (_authority, _limits, _options) = (authority, limits, options);
        _files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        _begun = Directory.CreateDirectory(Path.Combine(folder, "begun")).FullName;
        _editions = Directory.CreateDirectory(Path.Combine(folder, "editions")).FullName;
    }

    /// <summary>The newest pack that is whole and good, of all there are; null for none. Reads its catalogues.</summary>
    public (ContentPack Pack, SignedBlob Manifest)? Newest()
    {
        (ContentPack Pack, SignedBlob Manifest)? newest = null;
        foreach (var path in Directory.EnumerateFiles(_editions, "*.signed").Order(StringComparer.Ordinal))
        {
            if (ReadEdition(path) is { } blob && Read(blob) is ContentOutcome.Read { Pack: var pack }
                && (newest is null || pack.Manifest.Published > newest.Value.Pack.Manifest.Published))
            {
                newest = (pack, blob);
            }
        }
        return newest;
    }

    /// <summary>What the signed manifest of a pack in force says; null for none.</summary>
    public PackManifest? InForce(string pack) =>
        ReadEdition(EditionPath(pack)) is { } blob && Head(blob) is { } head ? head : null;

    /// <summary>What a manifest says; null when the authority did not sign it, or it breaks a rule.</summary>
    public PackManifest? Head(SignedBlob blob) =>
        blob.IsBy(_authority, SignedKind.Content) && new ContentPackReader(_limits).ReadHead(blob.Bytes.Span) is { } head ? head : null;

    /// <summary>Files of a manifest that are not here whole, the shortest first.</summary>
    public IReadOnlyList<PackFile> Missing(PackManifest manifest) =>
        [.. manifest.Files.Where(f => !HasWhole(f)).DistinctBy(f => f.Sha256).OrderBy(f => f.Bytes).ThenBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>How much of a begun file is here.</summary>
    public long Begun(PackFile file) => new FileInfo(BegunPath(file.Sha256)) is { Exists: true } begun ? Math.Min(begun.Length, file.Bytes) : 0;

    /// <summary>Why a manifest's files are not fetched: the disk is too small; null when it is not.</summary>
    public string? NoRoom(PackManifest manifest)
    {
        var missing = Missing(manifest).Sum(f => f.Bytes - Begun(f));
        var used = new DirectoryInfo(_files).EnumerateFiles().Sum(f => f.Length) + new DirectoryInfo(_begun).EnumerateFiles().Sum(f => f.Length);
        return used + missing > _options.MaxDepotBytes ? $"packs would take {used + missing} bytes, {_options.MaxDepotBytes} are allowed"
            : new DriveInfo(_files).AvailableFreeSpace - missing < _options.KeepFreeBytes ? $"the disk would have less than {_options.KeepFreeBytes} bytes left"
            : null;
    }

    /// <summary>Takes the next piece of a file.</summary>
    public PieceTaken Take(PackFile file, long offset, ReadOnlySpan<byte> piece)
    {
        if (offset != Begun(file) || offset + piece.Length > file.Bytes || (piece.IsEmpty && file.Bytes > 0))
        {
            return PieceTaken.OutOfPlace;
        }
        var path = BegunPath(file.Sha256);
        using (var begun = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
        {
            begun.Position = offset;
            begun.Write(piece);
            if (begun.Length < file.Bytes)
            {
                return PieceTaken.More;
            }
            begun.Flush(flushToDisk: true);
            begun.Position = 0;
            if (Convert.ToHexStringLower(SHA256.HashData(begun)) == file.Sha256)
            {
                begun.Close();
                File.Move(path, FilePath(file.Sha256), overwrite: true);
                return PieceTaken.Whole;
            }
        }
        File.Delete(path);
        return PieceTaken.Spoiled;
    }

    /// <summary>Reads a manifest's pack whole. Every file must be here.</summary>
    public ContentOutcome Read(SignedBlob blob)
    {
        if (Head(blob) is not { } head)
        {
            return Refuse("is not signed by the authority of this mesh, or breaks a rule");
        }
        if (Missing(head) is [var missing, ..])
        {
            return new ContentOutcome.Refused(new ContentProblem(missing.Name, "", "is not there"));
        }
        return new ContentPackReader(_limits).Read(blob.Bytes.Span, file => LimitedFile.Read(FilePath(file.Sha256), (int)Math.Min(file.Bytes, int.MaxValue)) is { Ok: true, Value: var bytes } ? bytes : null);
    }

    /// <summary>Puts a manifest in force, if all its files are here and it is newer than the one in force; then what no manifest needs any more goes. The pack, or why not.</summary>
    public ContentOutcome Put(SignedBlob blob)
    {
        var outcome = Read(blob);
        if (outcome is not ContentOutcome.Read { Pack: var pack })
        {
            return outcome;
        }
        if (InForce(pack.Manifest.Pack) is { } now && now.Version >= pack.Manifest.Version)
        {
            return Refuse($"is version {pack.Manifest.Version}, and {now.Version} is in force");
        }
        // Signature and manifest in one file: a crash leaves the edition before or this one.
        LimitedFile.Replace(EditionPath(pack.Manifest.Pack), [.. blob.Signature.Span, .. blob.Bytes.Span], secret: false);
        Tidy();
        return outcome;
    }

    /// <summary>Takes files from a pack's folder: those not here whole are copied and held to their hash.</summary>
    /// <returns>What is wrong; null when all are here.</returns>
    public ContentProblem? Import(string folder, PackManifest manifest)
    {
        if (NoRoom(manifest) is { } full)
        {
            return new ContentProblem(ContentPackReader.ManifestFile, "", full);
        }
        foreach (var file in Missing(manifest))
        {
            var from = Path.Combine(folder, file.Name);
            if (!File.Exists(from) || new FileInfo(from).Length != file.Bytes)
            {
                return new ContentProblem(file.Name, "", "is not there, or not as long as the manifest says");
            }
            File.Copy(from, BegunPath(file.Sha256), overwrite: true);
            using (var begun = File.Open(BegunPath(file.Sha256), FileMode.Open))
            {
                begun.Flush(flushToDisk: true);
                if (Convert.ToHexStringLower(SHA256.HashData(begun)) != file.Sha256)
                {
                    begun.Close();
                    File.Delete(BegunPath(file.Sha256));
                    return new ContentProblem(file.Name, "", "is not the file of the manifest: its hash differs");
                }
            }
            File.Move(BegunPath(file.Sha256), FilePath(file.Sha256), overwrite: true);
        }
        return null;
    }

    /// <summary>A file in force, to be read; null when it is not here. The caller disposes it.</summary>
    public Stream? Open(PackFile file) => HasWhole(file) ? File.OpenRead(FilePath(file.Sha256)) : null;

    /// <summary>A piece of a whole file or of a manifest in force, by hash; null when it is not here.</summary>
    public (long Total, byte[] Data, ReadOnlyMemory<byte> Signature)? Piece(string sha256, long offset, int most)
    {
        if (ContentText.WrongHash(sha256) is not null || offset < 0 || most is < 1 or > 64 * 1024)
        {
            return null;
        }
        if (new FileInfo(FilePath(sha256)) is { Exists: true } whole)
        {
            using var stream = whole.OpenRead();
            return (stream.Length, Part(stream, offset, most), default);
        }
        foreach (var path in Directory.EnumerateFiles(_editions, "*.signed"))
        {
            if (ReadEdition(path) is { } blob && Convert.ToHexStringLower(SHA256.HashData(blob.Bytes.Span)) == sha256)
            {
                using var stream = new MemoryStream(blob.Bytes.ToArray(), writable: false);
                return (stream.Length, Part(stream, offset, most), blob.Signature);
            }
        }
        return null;
    }

    private static byte[] Part(Stream stream, long offset, int most)
    {
        if (offset >= stream.Length)
        {
            return [];
        }
        var part = new byte[(int)Math.Min(most, stream.Length - offset)];
        stream.Position = offset;
        stream.ReadExactly(part);
        return part;
    }

    // What no manifest in force lists, whole or begun. Somebody who still reads one keeps reading it.
    private void Tidy()
    {
        var needed = Directory.EnumerateFiles(_editions, "*.signed")
            .Select(ReadEdition).OfType<SignedBlob>().Select(Head).OfType<PackManifest>()
            .SelectMany(m => m.Files).Select(f => f.Sha256).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_files).Concat(Directory.EnumerateFiles(_begun)).Where(p => !needed.Contains(Path.GetFileName(p))).ToList())
        {
            File.Delete(path);
        }
    }

    private SignedBlob? ReadEdition(string path) =>
        LimitedFile.Read(path, _limits.MaxManifestBytes + VerifyKey.SignatureBytes) is { Ok: true, Value: { Length: > VerifyKey.SignatureBytes } bytes }
            ? new SignedBlob(bytes.AsMemory(VerifyKey.SignatureBytes), bytes.AsMemory(0, VerifyKey.SignatureBytes))
            : null;

    private bool HasWhole(PackFile file) => new FileInfo(FilePath(file.Sha256)) is { Exists: true } whole && whole.Length == file.Bytes;

    private string FilePath(string sha256) => Path.Combine(_files, sha256);

    private string BegunPath(string sha256) => Path.Combine(_begun, sha256);

    private string EditionPath(string pack) => Path.Combine(_editions, pack + ".signed");

    private static ContentOutcome.Refused Refuse(string why) => new(new ContentProblem(ContentPackReader.ManifestFile, "", why));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Samagam.Trust;

/// <summary>What a verified folder holds.</summary>
/// <param name="Files">Relative paths with '/', sorted, without the manifest.</param>
/// <param name="Authority">Who signed it.</param>
public sealed record FolderContents(IReadOnlyList<string> Files, AuthorityCertificate Authority);

/// <summary>
/// A folder whose every file is listed with its SHA-256 in <c>MANIFEST</c>, signed by the mesh's authority. A changed,
/// missing or added file is refused by name. Form of the manifest, UTF-8, one line each, sorted by path:
/// <c>samagam-manifest 1</c>, then <c>{sha256 hex} {size} {path}</c>, last <c>signature {base64}</c> over all lines before it.
/// </summary>
public static class SignedFolder
{
    public const string ManifestName = "MANIFEST";

    /// <summary>Most files in one folder.</summary>
    public const int MaxFiles = 256;

    /// <summary>Largest file, bytes (a map pack lies outside, named by the settings).</summary>
    public const long MaxFileBytes = 64L * 1024 * 1024;

    /// <summary>Longest relative path, characters.</summary>
    public const int MaxPathChars = 200;

    private const int MaxManifestBytes = MaxFiles * (MaxPathChars * 4 + 90) + 200;
    private const string FirstLine = "samagam-manifest 1\n", SignatureWord = "signature ";

    /// <summary>Lists and signs everything now in the folder. Throws when it holds links, or more than the limits allow.</summary>
    public static void Sign(string path, MeshAuthority authority)
    {
        var text = new StringBuilder(FirstLine);
        var files = Walk(path);
        if (!files.Ok)
        {
            throw new InvalidOperationException(files.Reason);
        }
        foreach (var (relative, full) in files.Value)
        {
            var (hash, size) = HashOf(full);
            text.Append(CultureInfo.InvariantCulture, $"{hash} {size} {relative}\n");
        }
        var lines = Encoding.UTF8.GetBytes(text.ToString());
        var signed = authority.Sign(SignedKind.Manifest, lines);
        var tail = Encoding.ASCII.GetBytes($"{SignatureWord}{Convert.ToBase64String(signed.Signature.Span)}\n");
        LimitedFile.Replace(Path.Combine(path, ManifestName), [.. lines, .. tail], secret: false);
    }

    /// <summary>
    /// Whether the folder is exactly as <paramref name="authorityCertificate"/>'s owner signed it. A box verifies its own
    /// folder against its own <c>mesh-ca.crt</c>, which tells damage and half-done edits; a technician verifies against
    /// the mesh's certificate kept apart, which tells a forged folder.
    /// </summary>
    public static Verdict<FolderContents> Verify(string path, X509Certificate2 authorityCertificate)
    {
        var authority = AuthorityCertificate.Of(authorityCertificate);
        if (!authority.Ok)
        {
            return authority.As<FolderContents>();
        }
        var manifest = LimitedFile.Read(Path.Combine(path, ManifestName), MaxManifestBytes);
        if (!manifest.Ok)
        {
            return manifest.As<FolderContents>();
        }
        var listed = ReadManifest(manifest.Value, authority.Value);
        if (!listed.Ok)
        {
            return listed.As<FolderContents>();
        }
        var present = Walk(path);
        return present.Ok ? Compare(listed.Value, present.Value, authority.Value) : present.As<FolderContents>();
    }

    private static Verdict<FolderContents> Compare(SortedDictionary<string, (string Hash, long Size)> listed,
        SortedDictionary<string, string> present, AuthorityCertificate authority)
    {
        foreach (var (relative, (hash, size)) in listed)
        {
            if (!present.TryGetValue(relative, out var full))
            {
                return Verdict<FolderContents>.Refuse(TrustProblem.Missing, $"{relative} is missing from the signed folder");
            }
            try
            {
                if (HashOf(full) != (hash, size))
                {
                    return Verdict<FolderContents>.Refuse(TrustProblem.Changed, $"{relative} was changed after the folder was signed");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Verdict<FolderContents>.Refuse(TrustProblem.Missing, $"{relative} cannot be read: {e.Message}");
            }
        }
        foreach (var relative in present.Keys)
        {
            if (!listed.ContainsKey(relative))
            {
                return Verdict<FolderContents>.Refuse(TrustProblem.Unlisted, $"{relative} was added after the folder was signed");
            }
        }
        return Verdict<FolderContents>.Accept(new FolderContents([.. listed.Keys], authority));
    }

    private static Verdict<SortedDictionary<string, (string Hash, long Size)>> ReadManifest(byte[] bytes, AuthorityCertificate authority)
    {
        var at = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("\n" + SignatureWord));
        var signature = new byte[VerifyKey.SignatureBytes + 2];
        if (at < 0 || bytes[^1] != '\n' || !Convert.TryFromBase64String(
                Encoding.Latin1.GetString(bytes.AsSpan(at + 1 + SignatureWord.Length).TrimEnd((byte)'\n')), signature, out var length))
        {
            return Bad(TrustProblem.Malformed, "it has no signature line");
        }
        var lines = bytes.AsMemory(0, at + 1);
        if (!new SignedBlob(lines, signature.AsMemory(0, length)).IsBy(authority.Key, SignedKind.Manifest))
        {
            return Bad(TrustProblem.BadSignature, $"it is not signed by the authority of mesh '{authority.MeshName}', or was changed since");
        }
        var text = Encoding.UTF8.GetString(lines.Span);
        if (!text.StartsWith(FirstLine, StringComparison.Ordinal))
        {
            return Bad(TrustProblem.Malformed, "it is of an unknown version");
        }
        var listed = new SortedDictionary<string, (string, long)>(StringComparer.Ordinal);
        foreach (var line in text[FirstLine.Length..].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 3);
            if (parts.Length != 3 || listed.Count >= MaxFiles || !TextRules.IsLowerHex(parts[0], 64)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || !listed.TryAdd(parts[2], (parts[0], size)))
            {
                return Bad(TrustProblem.Malformed, "a line is not 'hash size path'");
            }
        }
        return Verdict<SortedDictionary<string, (string, long)>>.Accept(listed);

        static Verdict<SortedDictionary<string, (string, long)>> Bad(TrustProblem problem, string why) =>
            Verdict<SortedDictionary<string, (string, long)>>.Refuse(problem, $"{ManifestName}: {why}");
    }

    private static Verdict<SortedDictionary<string, string>> Walk(string root)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        try
        {
            while (folders.TryPop(out var folder))
            {
                foreach (var entry in folder.EnumerateFileSystemInfos())
                {
                    var relative = Path.GetRelativePath(root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
                    if (entry.LinkTarget is not null)
                    {
                        // What a link points to can change without the folder changing.
                        return Bad(TrustProblem.Unlisted, $"{relative} is a link; a signed folder holds plain files");
                    }
                    if (entry is DirectoryInfo inner)
                    {
                        folders.Push(inner);
                    }
                    else if (relative != ManifestName)
                    {
                        if (relative.Length > MaxPathChars || relative.AsSpan().ContainsAny('\n', '\r') || ((FileInfo)entry).Length > MaxFileBytes
                            || files.Count >= MaxFiles)
                        {
                            return Bad(TrustProblem.TooLarge,
                                $"{relative}: a signed folder holds at most {MaxFiles} files of {MaxFileBytes} bytes with paths of {MaxPathChars} characters");
                        }
                        files.Add(relative, entry.FullName);
                    }
                }
                if (folders.Count > MaxFiles)
                {
                    return Bad(TrustProblem.TooLarge, $"a signed folder holds at most {MaxFiles} folders");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Bad(TrustProblem.Missing, $"{root} cannot be read: {e.Message}");
        }
        return Verdict<SortedDictionary<string, string>>.Accept(files);

        static Verdict<SortedDictionary<string, string>> Bad(TrustProblem problem, string why) =>
            Verdict<SortedDictionary<string, string>>.Refuse(problem, why);
    }

    private static (string Hash, long Size) HashOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return (Convert.ToHexStringLower(SHA256.HashData(file)), file.Length);
    }
}

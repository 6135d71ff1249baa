namespace Samagam.Trust;

/// <summary>One certificate taken back.</summary>
/// <param name="Number">Node number, 1..65535.</param>
/// <param name="Serial">Certificate serial, lower-case hex, at most 40 characters (RFC 5280 allows 20 bytes).</param>
/// <param name="Reason">Why, for people; at most <see cref="RevocationList.MaxReasonBytes"/> UTF-8 bytes.</param>
/// <param name="TimeUnixS">When, seconds since 1970 by the issuer's clock.</param>
public sealed record RevocationEntry(int Number, string Serial, string Reason, long TimeUnixS);

/// <summary>How the list is written: part of a signed document, never changed once published.</summary>
internal sealed record RevocationDocument(string Mesh, int Version, RevocationEntry[] Entries);

/// <summary>
/// The certificates no box of the mesh may accept any more. Signed by the authority, so a box believes it whoever
/// brought it. Law: <see cref="Merge"/> is commutative, associative and idempotent (a growing set), so any order of
/// arrival ends in the same list, and nothing is ever un-revoked.
/// </summary>
public sealed class RevocationList
{
    /// <summary>File names inside a bundle.</summary>
    public const string FileName = "revocations.json";

    /// <summary>Most entries in one list.</summary>
    public const int MaxEntries = 4096;

    /// <summary>Longest reason, UTF-8 bytes.</summary>
    public const int MaxReasonBytes = 200;

    /// <summary>Largest document, bytes: <see cref="MaxEntries"/> of the largest entries fit.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly SortedDictionary<(int Number, string Serial), RevocationEntry> _entries;

    private RevocationList(int version, SortedDictionary<(int, string), RevocationEntry> entries)
    {
        Version = version;
        _entries = entries;
    }

    /// <summary>Nothing revoked.</summary>
    public static RevocationList Empty => new(0, new(EntryOrder.Instance));

    /// <summary>Rises with every list the authority signs; of a merged list, the highest seen.</summary>
    public int Version { get; }

    /// <summary>All entries, by number and serial.</summary>
    public IReadOnlyCollection<RevocationEntry> Entries => _entries.Values;

    public bool IsRevoked(RevocationKey key) => _entries.ContainsKey((key.Number, key.SerialHex));

    /// <summary>This list and one more entry, at the next version. Throws when full or when the entry is not in form.</summary>
    public RevocationList With(RevocationEntry entry)
    {
        if (Problem(entry) is { } problem)
        {
            throw new ArgumentException(problem, nameof(entry));
        }
        var all = new SortedDictionary<(int, string), RevocationEntry>(_entries, EntryOrder.Instance);
        all.TryAdd((entry.Number, entry.Serial), entry);
        return all.Count <= MaxEntries ? new(Version + 1, all)
            : throw new InvalidOperationException($"a revocation list holds at most {MaxEntries} entries");
    }

    /// <summary>
    /// Everything either list revokes. Where both name a certificate the earlier time stands, then the lesser reason.
    /// A union beyond <see cref="MaxEntries"/> is kept whole: both were signed, and forgetting one would let a box in.
    /// </summary>
    public RevocationList Merge(RevocationList other)
    {
        var all = new SortedDictionary<(int, string), RevocationEntry>(_entries, EntryOrder.Instance);
        foreach (var (key, entry) in other._entries)
        {
            if (!all.TryGetValue(key, out var mine) || Before(entry, mine))
            {
                all[key] = entry;
            }
        }
        return new(Math.Max(Version, other.Version), all);
    }

    /// <summary>Signs the list as a document of the authority's mesh.</summary>
    public SignedBlob Sign(MeshAuthority authority) => authority.Sign(SignedKind.Revocations,
        StrictJson.Write(new RevocationDocument(authority.MeshName, Version, [.. _entries.Values])));

    /// <summary>Believes a signed list, or says why not.</summary>
    public static Verdict<RevocationList> Read(SignedBlob blob, AuthorityCertificate authority)
    {
        var document = SignedDocument.Read(blob, SignedKind.Revocations, authority, MaxBytes, StrictJson.Default.RevocationDocument,
            d => d.Mesh, "revocation list");
        if (!document.Ok)
        {
            return document.As<RevocationList>();
        }
        var (_, version, entries) = document.Value;
        if (version < 0 || entries.Length > MaxEntries)
        {
            return Verdict<RevocationList>.Refuse(TrustProblem.TooLarge, $"a revocation list holds at most {MaxEntries} entries and a version from 0");
        }
        var all = new SortedDictionary<(int, string), RevocationEntry>(EntryOrder.Instance);
        foreach (var entry in entries)
        {
            if (Problem(entry) is { } problem)
            {
                return Verdict<RevocationList>.Refuse(TrustProblem.Malformed, problem);
            }
            if (!all.TryAdd((entry.Number, entry.Serial), entry))
            {
                return Verdict<RevocationList>.Refuse(TrustProblem.Malformed, $"certificate {entry.Serial} is revoked twice in one list");
            }
        }
        return Verdict<RevocationList>.Accept(new(version, all));
    }

    /// <summary>Reads <see cref="FileName"/> and its signature from a bundle.</summary>
    public static Verdict<RevocationList> Load(string folder, AuthorityCertificate authority)
    {
        var blob = SignedBlob.ReadFiles(Path.Combine(folder, FileName), MaxBytes);
        return blob.Ok ? Read(blob.Value, authority) : blob.As<RevocationList>();
    }

    private static string? Problem(RevocationEntry entry) =>
        !NodeName.IsNumber(entry.Number) ? $"{entry.Number} is not a box number"
        : !TextRules.IsLowerHex(entry.Serial, 40) ? "a serial is 1 to 40 lower-case hex digits"
        : !TextRules.IsLine(entry.Reason, MaxReasonBytes) ? $"a reason is one line of 1 to {MaxReasonBytes} bytes"
        : null;

    private static bool Before(RevocationEntry a, RevocationEntry b) => a.TimeUnixS != b.TimeUnixS
        ? a.TimeUnixS < b.TimeUnixS
        : string.CompareOrdinal(a.Reason, b.Reason) < 0;

    private sealed class EntryOrder : IComparer<(int Number, string Serial)>
    {
        public static readonly EntryOrder Instance = new();

        public int Compare((int Number, string Serial) a, (int Number, string Serial) b) =>
            a.Number != b.Number ? a.Number.CompareTo(b.Number) : string.CompareOrdinal(a.Serial, b.Serial);
    }
}

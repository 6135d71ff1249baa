using System.Text.Json.Serialization;

namespace Samagam.Trust;

/// <summary>Where a box may be reached.</summary>
/// <param name="Host">DNS name or IP address.</param>
/// <param name="PeersPort">gRPC over mutual TLS.</param>
/// <param name="MqttTlsPort">MQTT over TLS.</param>
public sealed record AddressHint(string Host, int PeersPort, int MqttTlsPort);

/// <summary>A box of the mesh as provisioning knows it.</summary>
/// <param name="Number">1..65535, unique over nodes and hubs.</param>
/// <param name="Name">Name of the place in English, as people say it.</param>
/// <param name="Sector">Sector number, 0..<see cref="Roster.MaxSector"/>; 0 belongs to none.</param>
/// <param name="Serial">Serial of the certificate now in use, lower-case hex.</param>
/// <param name="PublicKey">Base64 of the DER SubjectPublicKeyInfo (P-256): checks what this box signed.</param>
/// <param name="Addresses">Hints only; a box is who its certificate says, wherever it answers.</param>
/// <param name="NameHi">The same in Hindi, where given.</param>
public sealed record RosterEntry(int Number, string Name,
    [property: JsonConverter(typeof(NodeRoleJson))] NodeRole Role, double LatitudeDeg, double LongitudeDeg,
    int Sector, string Serial, string PublicKey, AddressHint[] Addresses, string? NameHi = null);

/// <summary>How the roster is written: part of a signed document, never changed once published.</summary>
internal sealed record RosterDocument(string Mesh, int Version, RosterEntry[] Entries);

/// <summary>
/// All boxes of the mesh, signed by its authority. A box's public key is found here, so that a fact or a token of a box
/// nobody has met yet can be checked. Silence never removes a box from it.
/// </summary>
public sealed class Roster
{
    public const string FileName = "roster.json";

    /// <summary>Most boxes in one roster.</summary>
    public const int MaxEntries = 1024;

    /// <summary>Most address hints of one box.</summary>
    public const int MaxAddresses = 8;

    /// <summary>Longest name, UTF-8 bytes.</summary>
    public const int MaxNameBytes = 120;

    /// <summary>Largest sector number.</summary>
    public const int MaxSector = 999;

    /// <summary>Largest document, bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly SortedDictionary<int, RosterEntry> _entries;

    private Roster(string mesh, int version, SortedDictionary<int, RosterEntry> entries)
    {
        MeshName = mesh;
        Version = version;
        _entries = entries;
    }

    public string MeshName { get; }

    /// <summary>Rises with every roster the authority signs; the higher one stands.</summary>
    public int Version { get; }

    /// <summary>All boxes, by number.</summary>
    public IReadOnlyCollection<RosterEntry> Entries => _entries.Values;

    /// <summary>The box of that number; null when the roster does not know it.</summary>
    public RosterEntry? Find(int number) => _entries.GetValueOrDefault(number);

    /// <summary>A mesh without boxes.</summary>
    public static Roster Empty(string meshName) => new(meshName, 0, []);

    /// <summary>This roster with a box added or replaced, at the next version. Throws when full or not in form.</summary>
    public Roster With(RosterEntry entry)
    {
        if (Problem(entry) is { } problem)
        {
            throw new ArgumentException(problem, nameof(entry));
        }
        var all = new SortedDictionary<int, RosterEntry>(_entries) { [entry.Number] = entry };
        return all.Count <= MaxEntries ? new(MeshName, Version + 1, all)
            : throw new InvalidOperationException($"a roster holds at most {MaxEntries} boxes");
    }

    /// <summary>Signs the roster; the authority must be of the same mesh.</summary>
    public SignedBlob Sign(MeshAuthority authority) => string.Equals(authority.MeshName, MeshName, StringComparison.Ordinal)
        ? authority.Sign(SignedKind.Roster, StrictJson.Write(new RosterDocument(MeshName, Version, [.. _entries.Values])))
        : throw new ArgumentException("the authority is of another mesh", nameof(authority));

    /// <summary>Believes a signed roster, or says why not.</summary>
    public static Verdict<Roster> Read(SignedBlob blob, AuthorityCertificate authority)
    {
        var document = SignedDocument.Read(blob, SignedKind.Roster, authority, MaxBytes, StrictJson.Default.RosterDocument, d => d.Mesh, "roster");
        if (!document.Ok)
        {
            return document.As<Roster>();
        }
        var (mesh, version, entries) = document.Value;
        if (version < 0 || entries.Length > MaxEntries)
        {
            return Verdict<Roster>.Refuse(TrustProblem.TooLarge, $"a roster holds at most {MaxEntries} boxes and a version from 0");
        }
        var all = new SortedDictionary<int, RosterEntry>();
        foreach (var entry in entries)
        {
            if (Problem(entry) is { } problem)
            {
                return Verdict<Roster>.Refuse(TrustProblem.Malformed, $"box {entry.Number}: {problem}");
            }
            if (!all.TryAdd(entry.Number, entry))
            {
                return Verdict<Roster>.Refuse(TrustProblem.Malformed, $"box {entry.Number} is in the roster twice");
            }
        }
        return Verdict<Roster>.Accept(new(mesh, version, all));
    }

    /// <summary>Reads <see cref="FileName"/> and its signature from a bundle.</summary>
    public static Verdict<Roster> Load(string folder, AuthorityCertificate authority)
    {
        var blob = SignedBlob.ReadFiles(Path.Combine(folder, FileName), MaxBytes);
        return blob.Ok ? Read(blob.Value, authority) : blob.As<Roster>();
    }

    /// <summary>What is wrong with an entry, for people; null when it is in form.</summary>
    public static string? Problem(RosterEntry entry) =>
        !NodeName.IsNumber(entry.Number) ? $"a box number is {NodeName.MinNumber} to {NodeName.MaxNumber}"
        : !TextRules.IsLine(entry.Name, MaxNameBytes) ? $"a name is one line of 1 to {MaxNameBytes} bytes"
        : entry.NameHi is not null && !TextRules.IsLine(entry.NameHi, MaxNameBytes) ? $"a Hindi name is one line of 1 to {MaxNameBytes} bytes"
        : !Enum.IsDefined(entry.Role) ? "a role is node or hub"
        : !TextRules.IsPlace(entry.LatitudeDeg, entry.LongitudeDeg) ? "a place is latitude -90 to 90 and longitude -180 to 180 degrees"
        : entry.Sector is < 0 or > MaxSector ? $"a sector is 0 to {MaxSector}"
        : !TextRules.IsLowerHex(entry.Serial, 40) ? "a serial is 1 to 40 lower-case hex digits"
        : VerifyKey.ReadBase64(entry.PublicKey) is { Ok: false } key ? key.Reason
        : entry.Addresses.Length > MaxAddresses ? $"a box has at most {MaxAddresses} addresses"
        : entry.Addresses.Any(a => !TextRules.IsHost(a.Host) || !TextRules.IsPort(a.PeersPort) || !TextRules.IsPort(a.MqttTlsPort))
            ? "an address is a host and two ports 1 to 65535"
        : null;
}

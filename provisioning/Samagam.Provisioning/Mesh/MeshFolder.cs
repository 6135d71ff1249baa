using System.Security.Cryptography;
using System.Text;
using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>
/// The technician's folder of one mesh: the authority with its private key, the mesh's sealing key and the signed lists.
/// It is the mesh: who has it can issue boxes. One process at a time holds it open.
/// </summary>
internal sealed class MeshFolder : IDisposable
{
    public const string AuthorityKeyFile = "mesh-ca.key", LockFile = "mesh.lock";

    private readonly FileStream _lock;

    private MeshFolder(string folder, FileStream @lock, MeshAuthority authority, AuthorityCertificate certificate, string meshKeyText, Roster roster,
        RevocationList revocations, DeviceList devices)
    {
        Folder = folder;
        _lock = @lock;
        Authority = authority;
        Certificate = certificate;
        MeshKeyText = meshKeyText;
        Roster = roster;
        Revocations = revocations;
        Devices = devices;
    }

    public string Folder { get; }
    public MeshAuthority Authority { get; }
    public AuthorityCertificate Certificate { get; }
    public string MeshKeyText { get; }
    public Roster Roster { get; private set; }
    public RevocationList Revocations { get; private set; }
    public DeviceList Devices { get; private set; }

    /// <summary>Makes a new mesh in an empty or absent folder; an existing mesh is never overwritten.</summary>
    public static Verdict<MeshFolder> Create(string folder, string meshName, DateTimeOffset now, RandomNumberGenerator luck)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return Verdict<MeshFolder>.Refuse(TrustProblem.Unlisted, $"{folder} is not empty; a mesh is never overwritten");
        }
        CreatePrivate(folder);
        using (var authority = MeshAuthority.Create(meshName, now, luck))
        using (var meshKey = MeshKey.Create(luck))
        {
            Write(folder, AuthorityKeyFile, authority.Key.ToPem(), secret: true);
            Write(folder, NodeIdentity.MeshKeyFile, meshKey.ToText(), secret: true);
            Roster.Empty(meshName).Sign(authority).WriteFiles(Path.Combine(folder, Roster.FileName));
            RevocationList.Empty.Sign(authority).WriteFiles(Path.Combine(folder, RevocationList.FileName));
            DeviceList.Empty(meshName).Sign(authority).WriteFiles(Path.Combine(folder, DeviceList.FileName));
            // Last: a folder without it is not yet a mesh.
            Write(folder, NodeIdentity.AuthorityFile, authority.Certificate.ExportCertificatePem() + "\n", secret: false);
        }
        return Open(folder);
    }

    /// <summary>Opens a mesh and checks every list of it; refused while another process holds it.</summary>
    public static Verdict<MeshFolder> Open(string folder)
    {
        var certificateText = LimitedFile.ReadText(Path.Combine(folder, NodeIdentity.AuthorityFile), AuthorityCertificate.MaxPemChars);
        if (!certificateText.Ok)
        {
            return Verdict<MeshFolder>.Refuse(certificateText.Problem, $"{folder} holds no mesh ({certificateText.Reason}); make one with: mesh init");
        }
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            return Verdict<MeshFolder>.Refuse(TrustProblem.Missing, $"{folder} is in use by another samagam-provision: {e.Message}");
        }
        var mesh = Read(folder, certificateText.Value, held);
        if (!mesh.Ok)
        {
            held.Dispose();
        }
        return mesh;
    }

    private static Verdict<MeshFolder> Read(string folder, string certificateText, FileStream held)
    {
        var keyText = LimitedFile.ReadText(Path.Combine(folder, AuthorityKeyFile), SigningKey.MaxPemChars);
        if (!keyText.Ok)
        {
            return keyText.As<MeshFolder>();
        }
        var authority = MeshAuthority.Read(certificateText, keyText.Value);
        if (!authority.Ok)
        {
            return authority.As<MeshFolder>();
        }
        var meshKey = LimitedFile.ReadText(Path.Combine(folder, NodeIdentity.MeshKeyFile), MeshKey.MaxTextChars);
        if (!meshKey.Ok)
        {
            return meshKey.As<MeshFolder>();
        }
        if (MeshKey.Read(meshKey.Value) is { Ok: false } broken)
        {
            return broken.As<MeshFolder>();
        }
        var certificate = AuthorityCertificate.Of(authority.Value.Certificate).Value!;
        var roster = Roster.Load(folder, certificate);
        var revocations = RevocationList.Load(folder, certificate);
        var devices = DeviceList.Load(folder, certificate);
        return !roster.Ok ? roster.As<MeshFolder>()
            : !revocations.Ok ? revocations.As<MeshFolder>()
            : !devices.Ok ? devices.As<MeshFolder>()
            : Verdict<MeshFolder>.Accept(new(folder, held, authority.Value, certificate, meshKey.Value, roster.Value, revocations.Value, devices.Value));
    }

    public void Save(Roster roster)
    {
        roster.Sign(Authority).WriteFiles(Path.Combine(Folder, Roster.FileName));
        Roster = roster;
    }

    public void Save(RevocationList revocations)
    {
        revocations.Sign(Authority).WriteFiles(Path.Combine(Folder, RevocationList.FileName));
        Revocations = revocations;
    }

    public void Save(DeviceList devices)
    {
        devices.Sign(Authority).WriteFiles(Path.Combine(Folder, DeviceList.FileName));
        Devices = devices;
    }

    /// <summary>Writes a text file, durable; secret ones with mode 0600.</summary>
    public static void Write(string folder, string name, string text, bool secret) =>
        LimitedFile.Replace(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), secret);

    /// <summary>A folder only its owner can enter.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose()
    {
        Authority.Dispose();
        _lock.Dispose();
    }
}

using System.Text;

namespace Samagam.Trust.Tests;

/// <summary>A mesh with real keys and files, made at 2028-04-09.</summary>
public sealed class TestMesh : IDisposable
{
    public static readonly DateTimeOffset Day = new(2028, 4, 9, 0, 0, 0, TimeSpan.Zero);
    public static readonly BestTime Now = new(Day, Trusted: true);

    private readonly List<NodeIdentity> _identities = [];

    public TestMesh(string name = "Simhastha 2028", int seed = 1)
    {
        Luck = new SeededLuck(seed);
        Authority = MeshAuthority.Create(name, Day, Luck);
        MeshKey = MeshKey.Create(Luck);
        Public = AuthorityCertificate.Of(Authority.Certificate).Value!;
    }

    public SeededLuck Luck { get; }
    public MeshAuthority Authority { get; }
    public AuthorityCertificate Public { get; }
    public MeshKey MeshKey { get; }
    public TestKit.TempFolder Folder { get; } = new();

    /// <summary>Writes the four files of a box and returns their folder.</summary>
    public string WriteBox(int number, NodeRole role = NodeRole.Node, TimeSpan? life = null, params string[] hosts)
    {
        var folder = Folder.File("box-" + number);
        Directory.CreateDirectory(folder);
        using var key = SigningKey.Create();
        using var certificate = Authority.Issue(number, role, key.Public, hosts, Day.AddHours(-1), Day + (life ?? TimeSpan.FromDays(400)), Luck);
        Write(NodeIdentity.KeyFile, key.ToPem(), secret: true);
        Write(NodeIdentity.CertificateFile, certificate.ExportCertificatePem() + "\n", secret: false);
        Write(NodeIdentity.AuthorityFile, Authority.Certificate.ExportCertificatePem() + "\n", secret: false);
        Write(NodeIdentity.MeshKeyFile, MeshKey.ToText(), secret: true);
        return folder;

        void Write(string name, string text, bool secret) => LimitedFile.Replace(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), secret);
    }

    public NodeIdentity Box(int number, NodeRole role = NodeRole.Node, TimeSpan? life = null, params string[] hosts)
    {
        var verdict = NodeIdentity.Load(WriteBox(number, role, life, hosts));
        Assert.True(verdict.Ok, verdict.ToString());
        _identities.Add(verdict.Value);
        return verdict.Value;
    }

    public RosterEntry Entry(int number, NodeIdentity? identity = null)
    {
        using var spare = SigningKey.Create();
        return new RosterEntry(number, "Ram Ghat", NodeRole.Node, 23.185, 75.767, 1, identity?.Member.SerialHex ?? "0a",
            Convert.ToBase64String((identity?.Key ?? spare.Public).Spki.Span), [new AddressHint("127.0.0.1", 8082, 8084)], "राम घाट");
    }

    public void Dispose()
    {
        _identities.ForEach(i => i.Dispose());
        Authority.Dispose();
        MeshKey.Dispose();
        Folder.Dispose();
    }
}

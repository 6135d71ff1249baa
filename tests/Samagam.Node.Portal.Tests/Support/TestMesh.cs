using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.TestKit;
using Samagam.Trust;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A mesh of one box with real keys and certificates, and vouchers signed by its authority.</summary>
internal sealed class TestMesh : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MeshAuthority _authority;
    private readonly MeshKey _meshKey;

    public TestMesh(DateTimeOffset now)
    {
        Now = now;
        _authority = MeshAuthority.Create("Simhastha 2028", now, Luck);
        _meshKey = MeshKey.Create(Luck);
        Identity = Issue(1);
    }

    public DateTimeOffset Now { get; }
    public RandomNumberGenerator Luck { get; } = RandomNumberGenerator.Create();
    public NodeIdentity Identity { get; }
    public VerifyKey Authority => _authority.Key.Public;
    public VerifyKey? KeyOf(int number) => number == Identity.Number ? Identity.Key : null;

    /// <summary>A badge of a volunteer.</summary>
    public string Voucher(string name, params string[] skills) => Voucher(name, StaffRole.Volunteer, skills);

    public string Voucher(string name, StaffRole role, params string[] skills)
    {
        var from = (uint)Now.AddHours(-1).ToUnixTimeSeconds();
        var voucher = new StaffVoucher(StaffVoucher.NewId(Luck), role, name, skills, from, from + 86_400, "Simhastha 2028");
        var issued = voucher.Issue(_authority.Key);
        Assert.True(issued.Ok, issued.ToString());
        return issued.Value;
    }

    public byte[] AuthSecret => _meshKey.Derive("samagam-auth-1"u8);

    /// <summary>The code an admin's authenticator app shows.</summary>
    public string CodeOf(string voucherId, DateTimeOffset at) => Totp.CodeOf(Totp.SecretOf(_meshKey, voucherId), Totp.StepAt(at));

    public string IdOf(string voucher) => StaffVoucher.Verify(voucher, "Simhastha 2028", new BestTime(Now, true), Authority).Value!.Id;

    public ISigner Signer => new IdentitySigner(Identity);

    public ISealer Sealer => new MeshSealer(new SealedFields(_meshKey, Luck));

    public void Dispose()
    {
        Identity.Dispose();
        _authority.Dispose();
        _meshKey.Dispose();
        _folder.Dispose();
        Luck.Dispose();
    }

    private NodeIdentity Issue(int number)
    {
        using var key = SigningKey.Create();
        using var certificate = _authority.Issue(number, NodeRole.Node, key.Public, [], Now.AddHours(-1), Now.AddDays(400), Luck);
        Write(NodeIdentity.KeyFile, key.ToPem());
        Write(NodeIdentity.CertificateFile, certificate.ExportCertificatePem() + "\n");
        Write(NodeIdentity.AuthorityFile, _authority.Certificate.ExportCertificatePem() + "\n");
        Write(NodeIdentity.MeshKeyFile, _meshKey.ToText());
        var verdict = NodeIdentity.Load(_folder.Path);
        Assert.True(verdict.Ok, verdict.ToString());
        return verdict.Value;

        void Write(string name, string text) => File.WriteAllBytes(_folder.File(name), Encoding.UTF8.GetBytes(text));
    }

    private sealed class IdentitySigner(NodeIdentity identity) : ISigner
    {
        public byte[] Sign(ReadOnlySpan<byte> statement) => identity.Sign(statement);
    }

    private sealed class MeshSealer(SealedFields fields) : ISealer
    {
        public byte[] NewWrappedKey(string person) => fields.Wrap(fields.NewPersonKey(), Encoding.UTF8.GetBytes(person));

        public byte[] Seal(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> plaintext, string person) =>
            fields.Seal(plaintext, fields.Unwrap(wrappedKey, Encoding.UTF8.GetBytes(person)).Value!, Encoding.UTF8.GetBytes(person));

        public byte[]? Open(ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> sealedBytes, string person) =>
            fields.Unwrap(wrappedKey, Encoding.UTF8.GetBytes(person)).Value is { } key ? SealedFields.Open(sealedBytes, key, Encoding.UTF8.GetBytes(person)).Value : null;
    }
}

/// <summary>Facts of others never arrive in these tests.</summary>
internal sealed class NobodyElse : IOriginTrust
{
    public TrustVerdict Judge(Fact fact) => TrustVerdict.UnknownOrigin;

    public bool MayConnect(NodeId peer) => false;
}

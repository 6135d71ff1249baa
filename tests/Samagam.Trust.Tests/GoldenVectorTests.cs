using System.Globalization;

namespace Samagam.Trust.Tests;

/// <summary>
/// What was written on the first day must be read for ever. The files in Golden/ were made once by this code and are only
/// ever added to; a change that breaks one breaks boxes, badges and tokens in the field. Their keys guard nothing.
/// </summary>
public sealed class GoldenVectorTests
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");

    private static AuthorityCertificate Authority => AuthorityCertificate.ReadPem(File.ReadAllText(Path.Combine(Golden, "mesh-ca.crt"))).Value!;

    private static string Text(string name) => File.ReadAllText(Path.Combine(Golden, name + ".txt")).TrimEnd();

    [Fact]
    public void The_first_box_still_knows_itself()
    {
        using var box = NodeIdentity.Load(Golden).Value!;
        Assert.Equal((7, NodeRole.Node, "Simhastha 2028", "70a328184be991eb81e312bcf19ac41a"), (box.Number, box.Role, box.MeshName, box.Member.SerialHex));
        Assert.True(box.Key.Verify("life first"u8, Convert.FromHexString(Text("fact-signature"))));
        using var authority = MeshAuthority.Read(File.ReadAllText(Path.Combine(Golden, "mesh-ca.crt")), File.ReadAllText(Path.Combine(Golden, "mesh-ca.key"))).Value;
        Assert.NotNull(authority);
    }

    [Fact]
    public void The_first_voucher_and_the_first_token_are_still_believed()
    {
        var voucher = StaffVoucher.Verify(Text("voucher"), "Simhastha 2028", TestMesh.Now with { Now = TestMesh.Day.AddDays(1) }, Authority.Key).Value!;
        Assert.Equal(("0123456789abcdef", StaffRole.EmergencyResponder, "आशा शर्मा", 1838880000u, 1841472000u),
            (voucher.Id, voucher.Role, voucher.DisplayName, voucher.ValidFromUnixS, voucher.ValidUntilUnixS));
        Assert.Equal(["first-aid", "swim"], voucher.Skills);
        using var keys = new RosterKeys(Roster.Load(Golden, Authority).Value!, _ => false);
        var token = StaffToken.Verify(Text("token"), "Simhastha 2028", TestMesh.Now, keys.Find).Value!;
        Assert.Equal((7, voucher.Id, voucher.Role, TestMesh.Day.AddMinutes(15)), (token.IssuerNumber, token.Subject, token.Role, token.Expires));
    }

    [Fact]
    public void The_first_signed_documents_are_still_believed()
    {
        Assert.True(RevocationList.Load(Golden, Authority).Value!.IsRevoked(new RevocationKey(3, "4a00000000000000000000000000000b")));
        Assert.Equal("राम घाट", Roster.Load(Golden, Authority).Value!.Find(7)!.NameHi);
        Assert.True(DeviceList.Load(Golden, Authority).Value!.Verify("button-7", Text("device-secret")).Ok);
    }

    [Fact]
    public void The_first_sealed_field_still_opens_and_seals_to_the_same_bytes()
    {
        using var meshKey = MeshKey.Read(Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)])).Value!;
        byte[] personKey = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];
        var sealing = new SealedFields(meshKey, new SeededLuck(6));
        Assert.Equal(Text("wrapped-key"), Convert.ToHexStringLower(sealing.Wrap(personKey, "person-1"u8)));
        Assert.Equal(Text("sealed-field"), Convert.ToHexStringLower(sealing.Seal("asthma"u8, personKey, "fact-1"u8)));
        Assert.Equal(personKey, sealing.Unwrap(Convert.FromHexString(Text("wrapped-key")), "person-1"u8).Value!);
        Assert.Equal("asthma"u8.ToArray(), SealedFields.Open(Convert.FromHexString(Text("sealed-field")), personKey, "fact-1"u8).Value!);
    }

    [Fact]
    public void The_published_p256_vectors_hold_and_the_high_s_twin_is_refused()
    {
        // RFC 6979 A.2.5, SHA-256: "test" has a low s; "sample" a high one, whose low twin is n - s.
        using var key = VerifyKey.Read(Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004" +
            "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299")).Value!;
        Assert.True(key.Verify("test"u8, Convert.FromHexString("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367" +
            "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")));
        const string r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716";
        Assert.False(key.Verify("sample"u8, Convert.FromHexString(r + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")));
        var n = System.Numerics.BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var s = System.Numerics.BigInteger.Parse("0F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.True(key.Verify("sample"u8, [.. Convert.FromHexString(r), .. (n - s).ToByteArray(isUnsigned: true, isBigEndian: true).PadLeft(32)]));
    }

    [Fact]
    public void Openssl_believes_our_signatures()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        File.WriteAllBytes(mesh.Folder.File("fact"), "an SOS at step 12"u8.ToArray());
        var signature = box.Sign("an SOS at step 12"u8);
        var der = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteIntegerUnsigned(signature.AsSpan(0, 32).TrimStart((byte)0));
            der.WriteIntegerUnsigned(signature.AsSpan(32).TrimStart((byte)0));
        }
        File.WriteAllBytes(mesh.Folder.File("fact.sig"), der.Encode());
        File.WriteAllText(mesh.Folder.File("key.pem"), box.Certificate.PublicKey.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfoPem());
        Assert.Contains("Verified OK", MeshAuthorityTests.Openssl(
            $"dgst -sha256 -verify {mesh.Folder.File("key.pem")} -signature {mesh.Folder.File("fact.sig")} {mesh.Folder.File("fact")}"), StringComparison.Ordinal);
    }
}

file static class Padding
{
    public static byte[] PadLeft(this byte[] bytes, int length) => [.. new byte[length - bytes.Length], .. bytes];
}

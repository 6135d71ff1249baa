using System.Text;

namespace Samagam.Trust.Tests;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238 appendix B, SHA-1, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long unixS, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(unixS);
        Assert.Equal(code, Totp.CodeOf(Secret, Totp.StepAt(now)));
        Assert.Equal(Totp.StepAt(now), Totp.StepOf(Secret, code, now));
    }

    [Fact]
    public void A_clock_may_be_one_step_off_and_not_two()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepAt(now);
        Assert.Equal([null, step - 1, step, step + 1, null], Enumerable.Range(-2, 5).Select(d => Totp.StepOf(Secret, Totp.CodeOf(Secret, step + d), now)));
        Assert.Null(Totp.StepOf(Secret, "", now));
        Assert.Null(Totp.StepOf(Secret, "२८७०८२", now));
    }

    [Fact]
    public void Secrets_are_of_one_voucher_of_one_mesh()
    {
        using var mesh = new TestMesh();
        using var a = MeshKey.Create(mesh.Luck);
        using var same = MeshKey.Read(a.ToText()).Value!;
        using var b = MeshKey.Create(mesh.Luck);
        Assert.Equal(Totp.SecretOf(a, "00000000000000aa"), Totp.SecretOf(same, "00000000000000aa"));
        Assert.NotEqual(Totp.SecretOf(a, "00000000000000aa"), Totp.SecretOf(a, "00000000000000ab"));
        Assert.NotEqual(Totp.SecretOf(a, "00000000000000aa"), Totp.SecretOf(b, "00000000000000aa"));
    }

    [Fact]
    public void An_app_can_scan_it()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Base32(Secret));
        Assert.Equal("MZXW6YQ", Totp.Base32("foob"u8));
        Assert.Equal("", Totp.Base32([]));
        Assert.Equal(
            "otpauth://totp/Simhastha%202028:Asha%20%26%20co?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Simhastha%202028&algorithm=SHA1&digits=6&period=30",
            Totp.UriOf(Secret, "Simhastha 2028", "Asha & co"));
    }
}

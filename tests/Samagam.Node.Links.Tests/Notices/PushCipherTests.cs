using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Samagam.Node.Links.Notices;

namespace Samagam.Node.Links.Tests.Notices;

/// <summary>The example of RFC 8291 §5, byte for byte.</summary>
public sealed class PushCipherTests
{
    private const string Theirs = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    [Fact]
    public void The_example_of_RFC_8291_comes_out_byte_for_byte()
    {
        using var ours = Key("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        Assert.Equal("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8", Base64Url.EncodeToString(PushCipher.PointOf(ours)));
        var body = PushCipher.Seal(
            Encoding.UTF8.GetBytes("When I grow up, I want to be a watermelon"), ours, Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"), Base64Url.DecodeFromChars(Theirs), Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"));
        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(body));
    }

    [Fact]
    public void One_record_holds_what_it_holds_and_no_byte_more()
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(PushCipher.RecordBytes, PushCipher.Seal(new byte[PushCipher.MaxPlainBytes], ours, new byte[16], Base64Url.DecodeFromChars(Theirs), new byte[16]).Length);
        Assert.Throws<ArgumentException>(() => PushCipher.Seal(new byte[PushCipher.MaxPlainBytes + 1], ours, new byte[16], Base64Url.DecodeFromChars(Theirs), new byte[16]));
    }

    [Fact]
    public void A_key_that_is_no_point_of_the_curve_is_refused()
    {
        using var ours = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var off = Base64Url.DecodeFromChars(Theirs);
        off[40] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => PushCipher.Seal([1], ours, new byte[16], off, new byte[16]));
    }

    private static ECDiffieHellman Key(string d) => ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars(d) });
}

using System.Text;
using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class StaffVoucherTests
{
    private static readonly uint From = (uint)TestMesh.Day.ToUnixTimeSeconds();
    private static readonly uint Until = From + 30 * 86400;

    internal static StaffVoucher Asha(TestMesh mesh) =>
        new(StaffVoucher.NewId(mesh.Luck), StaffRole.Volunteer, "आशा शर्मा", ["first-aid", "swim"], From, Until, mesh.Authority.MeshName);

    [Fact]
    public void A_voucher_fits_a_badge_and_is_believed_offline()
    {
        using var mesh = new TestMesh();
        var voucher = Asha(mesh);
        var text = voucher.Issue(mesh.Authority.Key).Value!;
        Assert.InRange(text.Length, 1, StaffVoucher.MaxTextChars);
        var read = StaffVoucher.Verify(text, mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Value!;
        Assert.Equal(voucher with { Skills = read.Skills }, read);
        Assert.Equal(voucher.Skills, read.Skills);
    }

    [Fact]
    public void Each_reason_for_refusal_has_its_own_name()
    {
        using var mesh = new TestMesh();
        using var other = new TestMesh("Other");
        var text = Asha(mesh).Issue(mesh.Authority.Key).Value!;
        Assert.Equal(TrustProblem.NotYetValid, At(From - 1).Problem);
        Assert.True(At(From).Ok);
        Assert.True(At(Until).Ok);
        Assert.Equal(TrustProblem.Expired, At(Until + 1).Problem);
        Assert.Equal(TrustProblem.BadSignature, StaffVoucher.Verify(text, mesh.Authority.MeshName, TestMesh.Now, other.Public.Key).Problem);
        Assert.Equal(TrustProblem.BadSignature, StaffVoucher.Verify(text, mesh.Authority.MeshName, TestMesh.Now).Problem);
        Assert.Equal(TrustProblem.WrongMesh, StaffVoucher.Verify(text, "Other", TestMesh.Now, mesh.Public.Key).Problem);
        Assert.Equal(TrustProblem.Malformed, StaffVoucher.Verify("hello", mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Problem);
        Assert.Equal(TrustProblem.TooLarge, StaffVoucher.Verify(new string('x', 301), mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Problem);

        Verdict<StaffVoucher> At(long unixS) => StaffVoucher.Verify(text, mesh.Authority.MeshName,
            new BestTime(DateTimeOffset.FromUnixTimeSeconds(unixS), Trusted: true), mesh.Public.Key);
    }

    [Fact]
    public void A_box_in_1970_takes_a_voucher_because_it_can_not_judge_the_time()
    {
        using var mesh = new TestMesh();
        var text = Asha(mesh).Issue(mesh.Authority.Key).Value!;
        Assert.True(StaffVoucher.Verify(text, mesh.Authority.MeshName, new BestTime(DateTimeOffset.UnixEpoch, Trusted: false), mesh.Public.Key).Ok);
    }

    [Fact]
    public void A_second_issuer_key_can_be_accepted_beside_the_authority()
    {
        using var mesh = new TestMesh();
        using var desk = SigningKey.Create();
        var text = Asha(mesh).Issue(desk).Value!;
        Assert.False(StaffVoucher.Verify(text, mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Ok);
        Assert.True(StaffVoucher.Verify(text, mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key, desk.Public).Ok);
    }

    [Fact]
    public void Any_changed_character_is_noticed()
    {
        using var mesh = new TestMesh();
        var text = Asha(mesh).Issue(mesh.Authority.Key).Value!;
        Seeds.ForEach(300, (_, random) =>
        {
            var changed = new StringBuilder(text);
            var at = random.Next(text.Length);
            var fresh = (char)random.Next(32, 127);
            changed[at] = fresh == text[at] ? '\u0940' : fresh;
            Assert.False(StaffVoucher.Verify(changed.ToString(), mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Ok);
        });
        Assert.False(StaffVoucher.Verify(text + "=", mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Ok);
        Assert.False(StaffVoucher.Verify(text.Insert(10, "\n"), mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Ok);
    }

    [Fact]
    public void Garbage_under_a_true_signature_is_still_refused_without_an_exception()
    {
        using var mesh = new TestMesh();
        Seeds.ForEach(300, (_, random) =>
        {
            var payload = new byte[random.Next(0, 120)];
            random.NextBytes(payload);
            if (payload.Length > 10)
            {
                payload[0] = 1;
                payload[9] = (byte)random.Next(1, 7);
            }
            var signature = mesh.Authority.Sign(SignedKind.Voucher, payload).Signature;
            var text = $"SV1.{System.Buffers.Text.Base64Url.EncodeToString(payload)}.{System.Buffers.Text.Base64Url.EncodeToString(signature.Span)}";
            Assert.False(StaffVoucher.Verify(text, mesh.Authority.MeshName, TestMesh.Now, mesh.Public.Key).Ok);
        });
    }

    [Fact]
    public void Fields_stand_on_their_limits()
    {
        using var mesh = new TestMesh();
        var good = Asha(mesh) with { Skills = [] };
        Assert.True((good with { DisplayName = new string('n', StaffVoucher.MaxNameBytes) }).Issue(mesh.Authority.Key).Ok);
        Refused(good with { DisplayName = new string('n', StaffVoucher.MaxNameBytes + 1) });
        Refused(good with { DisplayName = "a\tb" });
        Assert.True((good with { DisplayName = "A", Skills = ["a", "b", "c", "d", "e", "f"] }).Issue(mesh.Authority.Key).Ok);
        Refused(good with { Skills = ["a", "b", "c", "d", "e", "f", "g"] });
        Assert.True((good with { Skills = [new string('s', StaffVoucher.MaxSkillChars)] }).Issue(mesh.Authority.Key).Ok);
        Refused(good with { Skills = [new string('s', StaffVoucher.MaxSkillChars + 1)] });
        Refused(good with { Skills = ["a", "a"] });
        Refused(good with { Id = "00" });
        Refused(good with { Role = 0 });
        Refused(good with { ValidUntilUnixS = good.ValidFromUnixS - 1 });
        var tooLong = (good with { DisplayName = new string('n', 60), Skills = [.. Enumerable.Range(0, 6).Select(i => new string('s', 15) + i)] }).Issue(mesh.Authority.Key);
        Assert.Equal(TrustProblem.TooLarge, tooLong.Problem);

        void Refused(StaffVoucher voucher) => Assert.Equal(TrustProblem.Malformed, voucher.Issue(mesh.Authority.Key).Problem);
    }

    [Fact]
    public void Every_role_has_a_name_that_reads_back()
    {
        foreach (var role in Enum.GetValues<StaffRole>())
        {
            Assert.True(StaffRoleName.TryRead(StaffRoleName.Of(role), out var read));
            Assert.Equal(role, read);
        }
        Assert.False(StaffRoleName.TryRead("king", out _));
        Assert.False(StaffRoleName.TryRead("Volunteer", out _));
    }
}

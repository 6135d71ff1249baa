using System.Buffers.Text;
using System.Text;
using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class StaffTokenTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    [Fact]
    public void A_token_of_one_box_is_accepted_at_every_other_through_the_roster()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(300);
        var voucher = StaffVoucherTests.Asha(mesh);
        var text = StaffToken.Issue(box, voucher, TestMesh.Now, Life, mesh.Luck);
        using var keys = new RosterKeys(Roster.Empty(mesh.Authority.MeshName).With(mesh.Entry(300, box)), _ => false);
        var token = StaffToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, keys.Find).Value!;
        Assert.Equal((300, voucher.Id, StaffRole.Volunteer, "आशा शर्मा"), (token.IssuerNumber, token.Subject, token.Role, token.DisplayName));
        Assert.Equal(voucher.Skills, token.Skills);
        Assert.Equal(TestMesh.Day + Life, token.Expires);
        using var without = new RosterKeys(Roster.Empty(mesh.Authority.MeshName).With(mesh.Entry(300, box)), k => k == box.Member.RevocationKey);
        Assert.Equal(TrustProblem.UnknownIssuer, StaffToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, without.Find).Problem);
    }

    [Fact]
    public void A_token_ends_to_the_second_and_begins_within_a_minute_of_clock_difference()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var text = StaffToken.Issue(box, StaffVoucherTests.Asha(mesh), TestMesh.Now, Life, mesh.Luck);
        Assert.True(At(Life - TimeSpan.FromTicks(1)).Ok);
        Assert.Equal(TrustProblem.Expired, At(Life).Problem);
        Assert.True(At(-StaffToken.ClockLeeway).Ok);
        Assert.Equal(TrustProblem.NotYetValid, At(-StaffToken.ClockLeeway - TimeSpan.FromTicks(1)).Problem);

        Verdict<StaffToken> At(TimeSpan after) =>
            StaffToken.Verify(text, mesh.Authority.MeshName, new BestTime(TestMesh.Day + after, true), _ => box.Key);
    }

    [Fact]
    public void A_token_never_outlives_its_voucher()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var voucher = StaffVoucherTests.Asha(mesh) with { ValidUntilUnixS = (uint)TestMesh.Day.ToUnixTimeSeconds() + 60 };
        var text = StaffToken.Issue(box, voucher, TestMesh.Now, Life, mesh.Luck);
        Assert.Equal(TestMesh.Day.AddSeconds(60), StaffToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Value!.Expires);
        Assert.Throws<ArgumentOutOfRangeException>(() => StaffToken.Issue(box, voucher, TestMesh.Now, StaffToken.MaxLife + TimeSpan.FromSeconds(1), mesh.Luck));
    }

    [Fact]
    public void Boxes_in_1970_and_in_2028_accept_each_other_s_tokens_where_the_clock_is_not_trusted()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var old = new BestTime(DateTimeOffset.UnixEpoch.AddMinutes(3), Trusted: false);
        var text = StaffToken.Issue(box, StaffVoucherTests.Asha(mesh), old, Life, mesh.Luck);
        Assert.True(StaffToken.Verify(text, mesh.Authority.MeshName, old, _ => box.Key).Ok);
        Assert.Equal(TrustProblem.Expired, StaffToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Problem);
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"1","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","kid":"1","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","kid":"01","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","kid":"0","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","kid":"1","typ":"JWT","crit":["x"]}""")]
    [InlineData("""{"alg":"ES256","kid":"1","jwk":{},"typ":"JWT"}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("")]
    public void Only_the_one_header_we_write_is_read_even_when_rightly_signed(string header)
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var body = StaffToken.Issue(box, StaffVoucherTests.Asha(mesh), TestMesh.Now, Life, mesh.Luck).Split('.')[1];
        var head = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
        var signed = $"{head}.{body}.{Base64Url.EncodeToString(box.Sign(Encoding.ASCII.GetBytes($"{head}.{body}")))}";
        Assert.Equal(TrustProblem.Malformed, StaffToken.Verify(signed, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Problem);
        Assert.False(StaffToken.Verify($"{head}.{body}.", mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Ok);
    }

    [Theory]
    [InlineData("\"aud\":\"Simhastha 2028\"", "\"aud\":\"Other\"", TrustProblem.WrongMesh)]
    [InlineData("\"role\":\"volunteer\"", "\"role\":\"king\"", TrustProblem.Malformed)]
    [InlineData("\"role\":\"volunteer\"", "\"role\":\"volunteer\",\"root\":true", TrustProblem.Malformed)]
    [InlineData("\"role\":\"volunteer\"", "\"role\":\"volunteer\",\"role\":\"admin\"", TrustProblem.Malformed)]
    [InlineData("\"iss\":\"node-1\"", "\"iss\":\"node-2\"", TrustProblem.Malformed)]
    [InlineData("\"exp\":1838939", "\"exp\":9938939", TrustProblem.Malformed)]
    [InlineData("\"nbf\":18388", "\"nbf\":-18388", TrustProblem.Malformed)]
    public void Even_a_signed_token_must_say_what_a_token_says(string said, string instead, TrustProblem problem)
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var time = new BestTime(DateTimeOffset.FromUnixTimeSeconds(1838880000), true);
        var parts = StaffToken.Issue(box, StaffVoucherTests.Asha(mesh) with { ValidFromUnixS = 0, ValidUntilUnixS = uint.MaxValue }, time,
            TimeSpan.FromHours(16.6), mesh.Luck).Split('.');
        var json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        Assert.Contains(said, json, StringComparison.Ordinal);
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.Replace(said, instead, StringComparison.Ordinal)));
        var signed = $"{parts[0]}.{body}.{Base64Url.EncodeToString(box.Sign(Encoding.ASCII.GetBytes($"{parts[0]}.{body}")))}";
        Assert.Equal(problem, StaffToken.Verify(signed, mesh.Authority.MeshName, time, _ => box.Key).Problem);
        var unsigned = $"{parts[0]}.{body}.{parts[2]}";
        Assert.Equal(TrustProblem.BadSignature, StaffToken.Verify(unsigned, mesh.Authority.MeshName, time, _ => box.Key).Problem);
    }

    [Fact]
    public void Garbage_is_refused_without_an_exception()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var text = StaffToken.Issue(box, StaffVoucherTests.Asha(mesh), TestMesh.Now, Life, mesh.Luck);
        Seeds.ForEach(500, (_, random) =>
        {
            var changed = new StringBuilder(text);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (char)random.Next(1, 0x3000);
            }
            var garbage = random.Next(3) switch { 0 => text[..random.Next(text.Length)], 1 => changed.ToString(), _ => new string('.', random.Next(9)) };
            if (garbage != text)
            {
                Assert.False(StaffToken.Verify(garbage, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Ok);
            }
        });
        Assert.Equal(TrustProblem.TooLarge, StaffToken.Verify(new string('a', StaffToken.MaxTextChars + 1), "x", TestMesh.Now, _ => box.Key).Problem);
    }

    [Fact]
    public void The_largest_voucher_still_makes_a_token_that_is_read()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(65535);
        var voucher = StaffVoucherTests.Asha(mesh) with { DisplayName = new string('\u0915', 20), Skills = ["a234567890123456", "b234567890123456", "c234567890123456"] };
        Assert.Null(voucher.Problem());
        var text = StaffToken.Issue(box, voucher, TestMesh.Now, Life, mesh.Luck);
        Assert.True(StaffToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Ok);
    }
}

using System.Buffers.Text;
using System.Text;
using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class PersonTokenTests
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);
    private static readonly Guid Person = Guid.Parse("0d6f1bd2-6f4e-4b0e-9f3a-111111111111"), Family = Guid.Parse("7c6f1bd2-6f4e-4b0e-9f3a-222222222222");
    private const string Id = "00112233aabbccdd";

    [Fact]
    public void A_token_of_one_box_is_believed_at_every_other_until_the_box_is_revoked()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(300);
        var text = PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Refresh, 4, TestMesh.Now, TimeSpan.FromDays(7));
        var roster = Roster.Empty(mesh.Authority.MeshName).With(mesh.Entry(300, box));
        using var keys = new RosterKeys(roster, _ => false);
        var token = PersonToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, keys.Find).Value!;
        Assert.Equal(new PersonToken(300, Person, Family, Id, PersonTokenUse.Refresh, 4, TestMesh.Day, TestMesh.Day.AddDays(7)), token);
        using var without = new RosterKeys(roster, k => k == box.Member.RevocationKey);
        Assert.Equal(TrustProblem.UnknownIssuer, PersonToken.Verify(text, mesh.Authority.MeshName, TestMesh.Now, without.Find).Problem);
    }

    [Fact]
    public void A_token_ends_to_the_second_and_begins_within_a_minute_of_clock_difference()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var text = PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Access, 0, TestMesh.Now, Life);
        Assert.True(At(Life - TimeSpan.FromTicks(1)).Ok);
        Assert.Equal(TrustProblem.Expired, At(Life).Problem);
        Assert.True(At(-StaffToken.ClockLeeway).Ok);
        Assert.Equal(TrustProblem.NotYetValid, At(-StaffToken.ClockLeeway - TimeSpan.FromTicks(1)).Problem);

        Verdict<PersonToken> At(TimeSpan after) => PersonToken.Verify(text, mesh.Authority.MeshName, new BestTime(TestMesh.Day + after, true), _ => box.Key);
    }

    [Fact]
    public void Lives_are_limited_by_use()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Access, 0, TestMesh.Now, PersonToken.MaxAccessLife + TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Refresh, 0, TestMesh.Now, PersonToken.MaxRefreshLife + TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData("\"aud\":\"Simhastha 2028\"", "\"aud\":\"Other\"", TrustProblem.WrongMesh)]
    [InlineData("\"use\":\"refresh\"", "\"use\":\"access\"", TrustProblem.Malformed)]
    [InlineData("\"use\":\"refresh\"", "\"use\":\"any\"", TrustProblem.Malformed)]
    [InlineData("\"use\":\"refresh\"", "\"use\":\"refresh\",\"role\":\"admin\"", TrustProblem.Malformed)]
    [InlineData("\"use\":\"refresh\"", "\"use\":\"refresh\",\"use\":\"refresh\"", TrustProblem.Malformed)]
    [InlineData("\"turn\":4", "\"turn\":-4", TrustProblem.Malformed)]
    [InlineData("\"turn\":4", "\"turn\":4294967296", TrustProblem.Malformed)]
    [InlineData("\"iss\":\"node-1\"", "\"iss\":\"node-2\"", TrustProblem.Malformed)]
    [InlineData("\"sub\":\"0d6f1bd2", "\"sub\":\"0D6F1BD2", TrustProblem.Malformed)]
    [InlineData("\"sub\":\"0d6f1bd2-6f4e-4b0e-9f3a-111111111111\"", "\"sub\":\"00000000-0000-0000-0000-000000000000\"", TrustProblem.Malformed)]
    [InlineData("\"jti\":\"00112233aabbccdd\"", "\"jti\":\"0\"", TrustProblem.Malformed)]
    public void Even_a_signed_token_must_say_what_a_token_says(string said, string instead, TrustProblem problem)
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var parts = PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Refresh, 4, TestMesh.Now, TimeSpan.FromDays(7)).Split('.');
        var json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        Assert.Contains(said, json, StringComparison.Ordinal);
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.Replace(said, instead, StringComparison.Ordinal)));
        var signed = $"{parts[0]}.{body}.{Base64Url.EncodeToString(box.Sign(Encoding.ASCII.GetBytes($"{parts[0]}.{body}")))}";
        Assert.Equal(problem, PersonToken.Verify(signed, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Problem);
        Assert.Equal(TrustProblem.BadSignature, PersonToken.Verify($"{parts[0]}.{body}.{parts[2]}", mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Problem);
    }

    [Fact]
    public void Staff_and_people_never_pass_for_each_other()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var staff = StaffToken.Issue(box, StaffVoucherTests.Asha(mesh), TestMesh.Now, Life, mesh.Luck);
        var person = PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Access, 0, TestMesh.Now, Life);
        Assert.Equal(TrustProblem.Malformed, PersonToken.Verify(staff, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Problem);
        Assert.Equal(TrustProblem.Malformed, StaffToken.Verify(person, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Problem);
    }

    [Fact]
    public void Garbage_is_refused_without_an_exception()
    {
        using var mesh = new TestMesh();
        var box = mesh.Box(1);
        var text = PersonToken.Issue(box, Person, Family, Id, PersonTokenUse.Access, 0, TestMesh.Now, Life);
        Seeds.ForEach(300, (_, random) =>
        {
            var changed = new StringBuilder(text);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (char)random.Next(1, 0x3000);
            }
            var garbage = random.Next(2) == 0 ? text[..random.Next(text.Length)] : changed.ToString();
            if (garbage != text)
            {
                Assert.False(PersonToken.Verify(garbage, mesh.Authority.MeshName, TestMesh.Now, _ => box.Key).Ok);
            }
        });
    }
}

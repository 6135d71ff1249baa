using Samagam.Core.Groups;
using Samagam.TestKit;

namespace Samagam.Core.Tests.Groups;

public sealed class GroupCodeTests
{
    [Fact]
    public void A_code_is_read_as_people_type_it() => Seeds.ForEach(500, (_, luck) =>
    {
        var code = GroupCode.Of((ulong)luck.NextInt64());
        Assert.Equal(GroupCode.Length, code.Text.Length);
        Assert.All(code.Text, sign => Assert.True(GroupCode.Signs.Contains(sign, StringComparison.Ordinal)));
        foreach (var typed in new[] { code.Text, code.Shown, code.Text.ToLowerInvariant(), " " + code.Shown.Replace('-', ' ') + " ", code.Text.Replace('0', 'O').Replace('1', 'l') })
        {
            Assert.True(GroupCode.TryParse(typed, out var read), typed);
            Assert.Equal(code, read);
        }
    });

    [Fact]
    public void One_wrong_sign_or_two_exchanged_is_never_another_code() => Seeds.ForEach(40, (seed, luck) =>
    {
        var text = GroupCode.Of((ulong)luck.NextInt64()).Text;
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var sign in GroupCode.Signs.Where(s => s != text[i]))
            {
                Assert.False(GroupCode.TryParse(text[..i] + sign + text[(i + 1)..], out var other), $"{seed}: {other}");
            }
            for (var j = i + 1; j < text.Length; j++)
            {
                if (text[i] != text[j])
                {
                    var signs = text.ToCharArray();
                    (signs[i], signs[j]) = (signs[j], signs[i]);
                    Assert.False(GroupCode.TryParse(new string(signs), out var other), $"{seed}: {other}");
                }
            }
        }
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ABCD")]
    [InlineData("UUUUUUUU")]
    [InlineData("0000000000")]
    [InlineData("00000000 00000000 00000000 00000000")]
    [InlineData("अआइईउऊएऐ")]
    public void What_is_no_code_is_refused(string? typed) => Assert.False(GroupCode.TryParse(typed, out _));

    [Fact]
    public void Different_luck_is_a_different_code_and_its_bits_are_all_used()
    {
        Assert.Equal(GroupCode.Of(0), GroupCode.Of(1UL << GroupCode.LuckBits));
        Assert.Equal(GroupCode.LuckBits + 1, Enumerable.Range(0, GroupCode.LuckBits).Select(bit => GroupCode.Of(1UL << bit)).Append(GroupCode.Of(0)).Distinct().Count());
    }
}

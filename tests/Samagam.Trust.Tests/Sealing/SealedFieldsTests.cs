using Samagam.TestKit;

namespace Samagam.Trust.Tests;

public sealed class SealedFieldsTests
{
    private static readonly byte[] Person = "person-1"u8.ToArray();
    private static readonly byte[] Place = "fact-1"u8.ToArray();

    [Fact]
    public void What_was_sealed_opens_with_the_same_key_at_the_same_place_only()
    {
        using var meshKey = MeshKey.Create(new SeededLuck(1));
        var sealing = new SealedFields(meshKey, new SeededLuck(2));
        var key = sealing.NewPersonKey();
        var closed = sealing.Seal("asthma, carries inhaler"u8, key, Place);
        Assert.Equal("asthma, carries inhaler"u8.Length + SealedFields.Overhead, closed.Length);
        Assert.Equal("asthma, carries inhaler"u8.ToArray(), SealedFields.Open(closed, key, Place).Value!);
        Assert.Equal(TrustProblem.WrongSecret, SealedFields.Open(closed, sealing.NewPersonKey(), Place).Problem);
        Assert.Equal(TrustProblem.WrongSecret, SealedFields.Open(closed, key, "fact-2"u8).Problem);
    }

    [Fact]
    public void A_person_key_travels_wrapped_and_is_bound_to_its_person_and_mesh()
    {
        using var meshKey = MeshKey.Create(new SeededLuck(1));
        using var otherMesh = MeshKey.Create(new SeededLuck(9));
        var sealing = new SealedFields(meshKey, new SeededLuck(2));
        var key = sealing.NewPersonKey();
        var wrapped = sealing.Wrap(key, Person);
        Assert.Equal(SealedFields.WrappedKeyBytes, wrapped.Length);
        Assert.Equal(key, sealing.Unwrap(wrapped, Person).Value!);
        Assert.Equal(TrustProblem.WrongSecret, sealing.Unwrap(wrapped, "person-2"u8).Problem);
        Assert.Equal(TrustProblem.WrongSecret, new SealedFields(otherMesh, new SeededLuck(3)).Unwrap(wrapped, Person).Problem);
        Assert.Equal(TrustProblem.Malformed, sealing.Unwrap(wrapped.AsSpan(1), Person).Problem);
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        using var meshKey = MeshKey.Create(new SeededLuck(1));
        var sealing = new SealedFields(meshKey, new SeededLuck(2));
        var key = sealing.NewPersonKey();
        var closed = sealing.Seal("राम"u8, key, Place);
        for (var bit = 0; bit < closed.Length * 8; bit++)
        {
            var changed = closed.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(TrustProblem.WrongSecret, SealedFields.Open(changed, key, Place).Problem);
        }
    }

    [Fact]
    public void Garbage_of_any_length_is_refused_without_an_exception()
    {
        using var meshKey = MeshKey.Create(new SeededLuck(1));
        var sealing = new SealedFields(meshKey, new SeededLuck(2));
        Seeds.ForEach(300, (_, random) =>
        {
            var garbage = new byte[random.Next(0, 200)];
            random.NextBytes(garbage);
            Assert.False(SealedFields.Open(garbage, new byte[random.Next(0, 64)], garbage).Ok);
            Assert.False(SealedFields.Open(garbage, new byte[32], default).Ok);
            Assert.False(sealing.Unwrap(garbage, garbage).Ok);
        });
    }

    [Fact]
    public void The_longest_field_seals_and_one_byte_more_does_not()
    {
        using var meshKey = MeshKey.Create(new SeededLuck(1));
        var sealing = new SealedFields(meshKey, new SeededLuck(2));
        var key = sealing.NewPersonKey();
        var most = sealing.Seal(new byte[SealedFields.MaxPlaintextBytes], key, new byte[SealedFields.MaxAssociatedBytes]);
        Assert.True(SealedFields.Open(most, key, new byte[SealedFields.MaxAssociatedBytes]).Ok);
        Assert.Throws<ArgumentOutOfRangeException>(() => sealing.Seal(new byte[SealedFields.MaxPlaintextBytes + 1], key, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => sealing.Seal(default, key, new byte[SealedFields.MaxAssociatedBytes + 1]));
        Assert.Equal(TrustProblem.TooLarge, SealedFields.Open(new byte[most.Length + 1], key, default).Problem);
        Assert.Throws<ArgumentException>(() => sealing.Seal(default, new byte[31], default));
    }

    [Fact]
    public void Two_seals_of_one_text_share_nothing()
    {
        using var meshKey = MeshKey.Create(new SeededLuck(1));
        var sealing = new SealedFields(meshKey, new SeededLuck(2));
        var key = sealing.NewPersonKey();
        Assert.NotEqual(sealing.Seal("same"u8, key, Place), sealing.Seal("same"u8, key, Place));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_mesh_key_file_holds_exactly_32_bytes(string text) => Assert.Equal(TrustProblem.Malformed, MeshKey.Read(text).Problem);
}

using Samagam.Rpc;

namespace Samagam.Rpc.Tests;

public sealed class RpcMetadataTests
{
    [Theory]
    [InlineData("")]
    [InlineData("X-Name")]
    [InlineData("x name")]
    [InlineData("grpc-status")]
    [InlineData("content-type")]
    [InlineData("te")]
    [InlineData(":path")]
    [InlineData("x-bytes-bin")]
    public void A_name_that_is_not_ours_to_set_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new RpcMetadata().Add(name, "x"));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("घाट")]
    [InlineData(" a")]
    [InlineData("a ")]
    public void A_value_that_would_not_arrive_is_refused(string value) =>
        Assert.Throws<ArgumentException>(() => new RpcMetadata().Add("x-name", value));

    [Fact]
    public void The_last_of_equal_names_is_got_and_all_are_listed()
    {
        var metadata = new RpcMetadata();
        metadata.Add("x", "1");
        metadata.Add("x", "2");
        Assert.Equal("2", metadata.Get("x"));
        Assert.Equal(["1", "2"], metadata.Select(f => f.Value));
        Assert.Equal(2 * (1 + 1 + 32), metadata.WireBytes);
    }

    [Theory]
    [InlineData("AP8B")]
    [InlineData("AP8BAg")]
    [InlineData("AP8BAg==")]
    public void Bytes_are_read_padded_or_not(string sent)
    {
        var metadata = new RpcMetadata();
        metadata.AddUnchecked("x-bin", sent);
        Assert.True(metadata.TryGetBinary("x-bin", out var bytes));
        Assert.Equal(new byte[] { 0, 255, 1, 2 }[..bytes.Length], bytes);
    }

    [Fact]
    public void Bytes_that_are_no_base64_are_not_there()
    {
        var metadata = new RpcMetadata();
        metadata.AddUnchecked("x-bin", "%%%");
        Assert.False(metadata.TryGetBinary("x-bin", out _));
        Assert.False(metadata.TryGetBinary("y-bin", out _));
    }

    [Fact]
    public void The_shared_empty_one_stays_empty() => Assert.Throws<InvalidOperationException>(() => RpcMetadata.Empty.Add("x", "1"));
}

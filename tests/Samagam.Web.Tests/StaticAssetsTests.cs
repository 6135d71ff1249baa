using System.IO.Compression;
using System.Net;
using Samagam.Web.Assets;

namespace Samagam.Web.Tests;

public sealed class StaticAssetsTests
{
    private static StaticAssets Load() => StaticAssets.Of(typeof(StaticAssetsTests).Assembly, "assets/", "/assets");

    private static async Task<HttpResponseMessage> GetAsync(RealServer server, string path, string? encoding = null, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        }
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }
        return await server.SendAsync(request);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task An_asset_comes_as_the_browser_can_unpack_it_and_is_kept_for_ever(string? accepts, string? expected)
    {
        var assets = Load();
        await using var server = await RealServer.StartAsync(assets.Map);
        var plain = await (await GetAsync(server, "/assets/sheet.css")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var answer = await GetAsync(server, assets.UrlOf("sheet.css"), accepts);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.FirstOrDefault());
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        await using var packed = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream unpacked = expected switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var bytes = new MemoryStream();
        await unpacked.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(plain, bytes.ToArray());
    }

    [Fact]
    public async Task An_asset_that_does_not_shrink_comes_as_it_is()
    {
        var assets = Load();
        await using var server = await RealServer.StartAsync(assets.Map);
        var answer = await GetAsync(server, assets.UrlOf("tiny.svg"), "gzip");
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Without_its_hash_an_asset_is_asked_for_again_and_answered_with_304()
    {
        var assets = Load();
        await using var server = await RealServer.StartAsync(assets.Map);
        var first = await GetAsync(server, "/assets/sheet.css");
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        var second = await GetAsync(server, "/assets/sheet.css", etag: first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/assets/none.css")]
    [InlineData("/assets/sheet.000000000000.css")]
    [InlineData("/assets/..%2f..%2fetc%2fpasswd")]
    public async Task What_is_not_an_asset_is_not_found(string path)
    {
        await using var server = await RealServer.StartAsync(Load().Map);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(server, path)).StatusCode);
    }
}

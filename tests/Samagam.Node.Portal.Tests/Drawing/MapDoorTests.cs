using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Routing;
using Samagam.Routing.Drawing;

namespace Samagam.Node.Portal.Tests.Drawing;

public sealed class MapDoorTests
{
    [Fact]
    public async Task The_index_says_what_there_is_and_where_and_whose_it_is()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var answer = await phone.GetAsync("/api/v1/map");
        var index = answer.Data;
        Assert.Equal($"/api/v1/map/{SampleEvent.Map.Drawn.Version}/{{z}}/{{x}}/{{y}}", index.GetProperty("tiles").GetString());
        Assert.Equal(["water", "areas", "zones", "ways", "amenities"], index.GetProperty("layers").EnumerateArray().Select(l => l.GetProperty("name").GetString()));
        Assert.True(index.GetProperty("sample").GetBoolean());
        Assert.Equal("Sample, drawn by hand, not for navigation", index.GetProperty("attribution").GetString());
        Assert.Equal(HttpStatusCode.NotModified, (await AgainAsync(phone, "/api/v1/map", answer)).Status);

        await using var town = await PortalBox.StartAsync();
        using var walker = town.Phone();
        Assert.Equal("© OpenStreetMap contributors, ODbL", (await walker.GetAsync("/api/v1/map")).Data.GetProperty("attribution").GetString());
    }

    [Fact]
    public async Task A_tile_is_kept_for_ever_under_its_version_and_reads_the_same_packed_or_not()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var path = PathOf(TileAddress.Of(SampleEvent.At("Ram Ghat"), 15));
        var plain = await phone.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (plain.Status, plain.Response.Headers.CacheControl!.ToString().Replace("public, immutable, max-age=31536000", "public, max-age=31536000, immutable", StringComparison.Ordinal)));
        Assert.Equal(SampleEvent.Map.Drawn.Tile(TileAddress.Of(SampleEvent.At("Ram Ghat"), 15)), plain.Bytes);
        foreach (var (coding, unpack) in ((string, Func<Stream, Stream>)[])[("gzip", s => new GZipStream(s, CompressionMode.Decompress)), ("br", s => new BrotliStream(s, CompressionMode.Decompress))])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", coding } } };
            var packed = await phone.SendAsync(request);
            Assert.Equal(coding, packed.Response.Content.Headers.ContentEncoding.Single());
            Assert.True(packed.Bytes.Length < plain.Bytes.Length / 2);
            using var unpacked = new MemoryStream();
            await using (var from = unpack(new MemoryStream(packed.Bytes)))
            {
                await from.CopyToAsync(unpacked, PortalBox.Cancel);
            }
            Assert.Equal(plain.Bytes, unpacked.ToArray());
        }
        var again = await AgainAsync(phone, path, plain);
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.Status, again.Bytes.Length));
    }

    [Fact]
    public async Task Another_version_is_not_answered_with_this_maps_streets_and_the_word_current_leads_to_it()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var old = PathOf(TileAddress.Of(SampleEvent.At("Ram Ghat"), 15));
        var current = await phone.GetAsync(old.Replace(SampleEvent.Map.Drawn.Version, "current", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Redirect, old), (current.Status, current.Location));
        box.Node.Map.Put(SampleTown.Load());
        var gone = await phone.GetAsync(old);
        Assert.Equal((HttpStatusCode.NotFound, "MAP_REPLACED"), (gone.Status, gone.ErrorCode));
    }

    [Theory]
    [InlineData("%2010/0/0")]
    [InlineData("10%20/0/0")]
    [InlineData("current", "10/%090/0")]
    public async Task An_address_with_blanks_in_it_is_read_like_the_one_without(string first, string? address = null)
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var (version, rest) = address is null ? (SampleEvent.Map.Drawn.Version, first) : (first, address);
        var answer = await phone.GetAsync($"/api/v1/map/{version}/{rest}");
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Redirect, answer.Status.ToString());
    }

    [Theory]
    [InlineData("9/0/0")]
    [InlineData("17/0/0")]
    [InlineData("10/1024/0")]
    [InlineData("10/0/-1")]
    public async Task A_tile_that_is_none_is_404(string address)
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var answer = await phone.GetAsync($"/api/v1/map/{SampleEvent.Map.Drawn.Version}/{address}");
        Assert.Equal((HttpStatusCode.NotFound, "NO_SUCH_TILE"), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task Numbers_beyond_all_measure_are_no_call_and_a_box_without_a_map_says_so()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        using var phone = box.Phone();
        foreach (var path in (string[])["/api/v1/map", "/api/v1/map/live", "/api/v1/map/current/10/1/1"])
        {
            Assert.Equal("NO_MAP", (await phone.GetAsync(path)).ErrorCode);
        }
        Assert.Equal("NO_SUCH_CALL", (await phone.GetAsync("/api/v1/map/current/10/99999999999/1")).ErrorCode);
    }

    [Fact]
    public async Task Live_is_crowd_and_orders_and_changes_its_tag_only_with_them()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        using var phone = box.Phone();
        var before = await phone.GetAsync("/api/v1/map/live");
        Assert.Equal((0, 0), (before.Data.GetProperty("zones").GetArrayLength(), before.Data.GetProperty("orders").GetArrayLength()));
        Assert.Equal(TimeSpan.FromSeconds(5), before.Response.Headers.CacheControl!.MaxAge);
        Assert.Equal(HttpStatusCode.NotModified, (await AgainAsync(phone, "/api/v1/map/live", before)).Status);
        await SampleEvent.CrowdAsync(box, "ram-ghat", 5.5);
        await SampleEvent.CloseAsync(box, SampleEvent.At("Gopal Mandir"), 0.001);
        box.Node.Map.Step();
        var after = await AgainAsync(phone, "/api/v1/map/live", before);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        var zone = Assert.Single(after.Data.GetProperty("zones").EnumerateArray());
        Assert.Equal(("ram-ghat", 5, true), (zone.GetProperty("zoneId").GetString(), zone.GetProperty("level").GetInt32(), zone.GetProperty("dangerous").GetBoolean()));
        var order = Assert.Single(after.Data.GetProperty("orders").EnumerateArray());
        Assert.Equal("closed", order.GetProperty("effect").GetString());
        Assert.NotEqual(0, order.GetProperty("lines").GetArrayLength());
        Assert.NotEmpty(order.GetProperty("area").GetString()!);
    }

    [Fact]
    public async Task The_pace_of_tiles_is_their_own_and_has_a_limit()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 5, DevicesPerAddress = 100, TilesPerMinute = 20 }, town: SampleEvent.Map);
        using var phone = box.Phone();
        var path = PathOf(TileAddress.Of(SampleEvent.At("Ram Ghat"), 15));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync(path)).Status);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await phone.GetAsync(path)).Status);
    }

    [Fact]
    public void Kept_tiles_stay_within_their_bytes_and_the_last_used_stay_longest()
    {
        var map = SampleEvent.Map.Drawn;
        var store = new Samagam.Node.Portal.Drawing.TileStore(64 * 1024, new TileLimits());
        var home = TileAddress.Of(SampleEvent.At("Ram Ghat"), 16);
        var first = store.Of(map, home);
        var most = 0L;
        for (var x = -12; x <= 12; x++)
        {
            for (var y = -12; y <= 12; y++)
            {
                store.Of(map, home with { Column = home.Column + x, Row = home.Row + y });
                Assert.Same(first, store.Of(map, home));
                most = Math.Max(most, store.Bytes);
            }
        }
        Assert.InRange(most, 48 * 1024, 64 * 1024);
        Assert.Null(store.Of(map, new TileAddress(3, 0, 0)));
        store.Of(SampleTown.Load().Drawn, home);
        Assert.InRange(store.Bytes, 1, 1_000);
    }

    private static string PathOf(TileAddress tile) => $"/api/v1/map/{SampleEvent.Map.Drawn.Version}/{tile.Zoom}/{tile.Column}/{tile.Row}";

    private static Task<Phone.Seen> AgainAsync(Phone phone, string path, Phone.Seen first)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", first.Response.Headers.ETag!.ToString());
        return phone.SendAsync(request);
    }
}

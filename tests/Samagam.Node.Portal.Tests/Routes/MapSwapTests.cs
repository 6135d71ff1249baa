using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Samagam.Node.Portal.Amenities;
using Samagam.Node.Portal.Tests.Support;
using Samagam.Node.Routes;
using Samagam.Routing;
using Samagam.Routing.MapPack;
using Samagam.TestKit;

namespace Samagam.Node.Portal.Tests.Routes;

/// <summary>A box changes its map while people ask it: nobody notices but by the version, and a bad map changes nothing.</summary>
public sealed class MapSwapTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<MapLook> _told = [];

    private string Path => _folder.File("map.smap");

    [Fact]
    public async Task Under_a_stream_of_questions_the_map_is_swapped_to_and_fro_and_no_answer_fails_or_mixes_two_maps()
    {
        await using var box = await PortalBox.StartAsync(new PortalOptions { RequestsPerMinute = 60_000 }, withMap: false);
        var (one, other) = (Town("One", 23.1880), Town("Other", 23.1890));
        var watch = Watch(box);
        Put(one);
        var first = Assert.IsType<MapLook.TookOver>(watch.Step(PortalBox.Cancel));
        Put(other);
        Assert.IsType<MapLook.Settling>(watch.Step(PortalBox.Cancel));
        var second = Assert.IsType<MapLook.TookOver>(watch.Step(PortalBox.Cancel));
        var names = new Dictionary<string, string> { [first.Version] = "One", [second.Version] = "Other" };
        Assert.Equal(2, names.Count);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(PortalBox.Cancel);
        var seen = new ConcurrentDictionary<string, int>();
        var askers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskAsync(box, names, seen, stop.Token), CancellationToken.None)).ToList();
        // As long as it takes until each map has answered often: on a busy machine some wait for their turn.
        for (var swap = 0; swap < 40 || (names.Keys.Any(v => seen.GetValueOrDefault(v) < 100) && !askers.Exists(a => a.IsCompleted)); swap++)
        {
            Put(swap % 2 == 0 ? one : other);
            Assert.IsType<MapLook.Settling>(watch.Step(PortalBox.Cancel));
            Assert.IsType<MapLook.TookOver>(watch.Step(PortalBox.Cancel));
            Assert.Equal(swap + 3, watch.Swapped);
            await Task.Yield();
        }
        await stop.CancelAsync();
        await Task.WhenAll(askers);
        Assert.Equal(0, watch.Refused);
        Assert.All(names.Keys, v => Assert.True(seen[v] >= 100, $"{v} answered {seen.GetValueOrDefault(v)} times"));
    }

    [Fact]
    public async Task After_a_swap_the_new_map_is_made_ready_without_anybody_asking()
    {
        await using var box = await PortalBox.StartAsync(town: SampleEvent.Map);
        var (catalogues, ready) = (box.Part<Catalogues>(), box.Part<MapWarmth>());
        for (var swap = 0; swap < 2; swap++)
        {
            var next = SampleTown.Load();
            Assert.False(catalogues.IsReady(next));
            box.Node.Map.Put(next);
            Assert.True(await ready.WarmedAsync(next).WaitAsync(TimeSpan.FromSeconds(30), PortalBox.Cancel));
            Assert.True(catalogues.IsReady(next));
            Assert.False(ready.Step(), "it is warm");
        }
    }

    [Fact]
    public async Task A_bad_map_leaves_the_one_in_force_is_counted_and_is_not_tried_again_until_it_changes()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        var watch = Watch(box);
        var good = Town("One", 23.1880);
        Put(good);
        var version = Assert.IsType<MapLook.TookOver>(watch.Step(PortalBox.Cancel)).Version;
        var bad = good.ToArray();
        bad[^20] ^= 1;
        foreach (var (pack, why) in new[] { (bad, "SHA-256"), (good[..^500], "its header says"), ("<html>"u8.ToArray(), "refused"), (new byte[100], "neither"), ([], "empty") })
        {
            var before = watch.Refused;
            Put(pack);
            Assert.IsType<MapLook.Settling>(watch.Step(PortalBox.Cancel));
            Assert.Contains(why, Assert.IsType<MapLook.Refused>(watch.Step(PortalBox.Cancel)).Reason, StringComparison.Ordinal);
            Assert.IsType<MapLook.Unchanged>(watch.Step(PortalBox.Cancel));
            Assert.IsType<MapLook.Unchanged>(watch.Step(PortalBox.Cancel));
            Assert.Equal(before + 1, watch.Refused);
            Assert.Equal(version, box.Node.Map.View!.Map.Version);
        }
        using var phone = box.Phone();
        Assert.Equal(version, (await RouteAsync(phone, PortalBox.Cancel)).Data.GetProperty("mapVersion").GetString());
        Put(good);
        watch.Step(PortalBox.Cancel);
        Assert.Equal(version, Assert.IsType<MapLook.SameMap>(watch.Step(PortalBox.Cancel)).Version);
        Assert.Equal(1, watch.Swapped);
    }

    [Fact]
    public async Task A_file_that_still_grows_is_left_alone_and_one_that_goes_is_said_once()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        var watch = Watch(box);
        Assert.IsType<MapLook.Gone>(watch.Step(PortalBox.Cancel));
        Assert.IsType<MapLook.Unchanged>(watch.Step(PortalBox.Cancel));
        Assert.Null(box.Node.Map.View);
        var pack = Town("One", 23.1880);
        for (var length = 1000; length < pack.Length; length += 1000)
        {
            await File.WriteAllBytesAsync(Path, pack[..length], PortalBox.Cancel);
            Assert.IsType<MapLook.Settling>(watch.Step(PortalBox.Cancel));
        }
        await File.WriteAllBytesAsync(Path, pack, PortalBox.Cancel);
        Assert.IsType<MapLook.Settling>(watch.Step(PortalBox.Cancel));
        var version = Assert.IsType<MapLook.TookOver>(watch.Step(PortalBox.Cancel)).Version;
        File.Delete(Path);
        Assert.IsType<MapLook.Gone>(watch.Step(PortalBox.Cancel));
        Assert.IsType<MapLook.Unchanged>(watch.Step(PortalBox.Cancel));
        Assert.Equal(version, box.Node.Map.View!.Map.Version);
        Assert.Equal([typeof(MapLook.Gone), typeof(MapLook.TookOver), typeof(MapLook.Gone)], _told.Select(l => l.GetType()));
    }

    [Fact]
    public async Task The_pump_looks_again_every_few_seconds()
    {
        await using var box = await PortalBox.StartAsync(withMap: false);
        var time = new ManualTime();
        var looks = 0;
        var file = MapFileAt();
        var watch = new MapWatch(
            file with
            {
                Look = () =>
                {
                    Interlocked.Increment(ref looks);
                    return file.Look();
                },
            },
            box.Node.Map, new MapWatchOptions { LookEverySeconds = 5 }, time, _told.Add);
        Put(Town("One", 23.1880));
        using var stop = new CancellationTokenSource();
        var running = watch.RunAsync(stop.Token);
        for (var expected = 2; expected < 5; expected++)
        {
            var before = time.GetTimestamp();
            while (Volatile.Read(ref looks) < expected)
            {
                PortalBox.Cancel.ThrowIfCancellationRequested();
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
            Assert.True(time.GetElapsedTime(before) >= TimeSpan.FromSeconds(5));
        }
        await stop.CancelAsync();
        await running;
        Assert.Equal(1, watch.Swapped);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapWatchOptions { LookEverySeconds = 0 }.Validate());
        new MapWatchOptions { LookEverySeconds = 3_600 }.Validate();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AskAsync(PortalBox box, Dictionary<string, string> names, ConcurrentDictionary<string, int> seen, CancellationToken stop)
    {
        using var phone = box.Phone();
        while (!stop.IsCancellationRequested)
        {
            var answer = await RouteAsync(phone, PortalBox.Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            var version = answer.Data.GetProperty("mapVersion").GetString()!;
            var town = names[version];
            // Names, length and freshness are those of one map.
            Assert.Equal([$"{town} road"], answer.Data.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString()).Where(n => n != "").Distinct());
            Assert.Equal(town == "One" ? 334 : 445, answer.Data.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("name").GetString() != "").Sum(s => s.GetProperty("meters").GetInt32()));
            Assert.Contains(version, answer.Text[answer.Text.IndexOf("\"map ", StringComparison.Ordinal)..], StringComparison.Ordinal);
            seen.AddOrUpdate(version, 1, (_, n) => n + 1);
        }
    }

    private static Task<Phone.Seen> RouteAsync(Phone phone, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        // From the crossing to the north end, wherever that is on this map.
        return phone.JsonAsync(HttpMethod.Post, "/api/v1/routes/calculate", new { from = new { lat = 23.1850, lng = 75.7670 }, to = new { lat = 23.1890, lng = 75.7670 } });
    }

    private MapWatch Watch(PortalBox box) => new(MapFileAt(), box.Node.Map, new MapWatchOptions(), TimeProvider.System, _told.Add);

    private MapFile MapFileAt() => new(
        () => new FileInfo(Path) is { Exists: true } file ? new MapStamp(file.Length, file.LastWriteTimeUtc.Ticks) : null,
        stop => MapSnapshot.Load(() => File.OpenRead(Path), cancel: stop));

    // As the builder does it: beside, then into place.
    private void Put(byte[] pack)
    {
        File.WriteAllBytes(Path + ".part", pack);
        File.Move(Path + ".part", Path, overwrite: true);
    }

    private static byte[] Town(string name, double northDeg)
    {
        var osm = FormattableString.Invariant($"""
            <osm version='0.6'>
            <node id='1' lat='23.1850' lon='75.7670'/><node id='2' lat='{northDeg}' lon='75.7670'/><node id='3' lat='23.1850' lon='75.7700'/>
            <way id='21'><nd ref='1'/><nd ref='2'/><tag k='highway' v='footway'/><tag k='name:en' v='{name} road'/></way>
            <way id='22'><nd ref='1'/><nd ref='3'/><tag k='highway' v='residential'/><tag k='name:en' v='{name} lane'/></way>
            </osm>
            """);
        var pack = new MemoryStream();
        MapPackWriter.Write(MapSnapshot.Load(() => new MemoryStream(Encoding.UTF8.GetBytes(osm)), cancel: PortalBox.Cancel), pack);
        return pack.ToArray();
    }
}

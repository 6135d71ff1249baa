using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Samagam.Processes;
using Samagam.Routing;

namespace Samagam.Benchmarks.Doors;

/// <summary>
/// What a real node process answers a second over HTTP, as ratios to its own most trivial answer in the same run: the doors
/// are asked in turn, round by round, so that whatever else the machine does meets all of them.
/// </summary>
internal static class DoorsBench
{
    private const int Questions = 2_000;

    public static async Task<int> RunAsync(DoorsBenchOptions options, TimeProvider time)
    {
        var map = MapSnapshot.Load(() => File.OpenRead(options.File!));
        var root = Directory.CreateTempSubdirectory("samagam-bench-").FullName;
        var settings = new Dictionary<string, string>
        {
            // The pace of one phone is not what is measured.
            ["SAMAGAM_Portal__RequestsPerMinute"] = "60000",
            ["SAMAGAM_Portal__DevicesPerAddress"] = "10000",
        };
        var layout = new MeshLayout { Nodes = 1, BasePort = options.BasePort, MapFile = Path.GetFullPath(options.File!) };
        var mesh = await LiveMesh.StartAsync(root, layout, settings, (_, _) => { }, time, CancellationToken.None).ConfigureAwait(false);
        await using (mesh.ConfigureAwait(false))
        {
            var doors = Doors(map, options);
            var clients = Enumerable.Range(1, options.Connections).Select(n => new WireClient(new IPEndPoint(IPAddress.Loopback, layout.PortOf(1)), n)).ToArray();
            await WaitForMapAsync(clients[0], doors, time).ConfigureAwait(false);
            foreach (var door in doors)
            {
                await RoundAsync(clients, door, options.Seconds, mesh[1].ProcessId, mesh, measure: false).ConfigureAwait(false);
            }
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var door in doors)
                {
                    await RoundAsync(clients, door, options.Seconds, mesh[1].ProcessId, mesh, measure: true).ConfigureAwait(false);
                }
            }
            Tell(doors, options);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident after all of it {StatusMb(mesh[1].ProcessId, "VmRSS"):0} MB, at most {StatusMb(mesh[1].ProcessId, "VmHWM"):0} MB"));
            foreach (var client in clients)
            {
                client.Dispose();
            }
        }
        Directory.Delete(root, recursive: true);
        return 0;
    }

    private static List<Door> Doors(MapSnapshot map, DoorsBenchOptions options)
    {
        var luck = new Random(options.Seed);
        var places = Enumerable.Range(0, Questions * 20).Select(_ => Place(map, luck)).OfType<Coordinate>().Take(Questions * 2).ToArray();
        var pairs = places.SelectMany(a => Enumerable.Range(0, 8).Select(_ => (From: a, To: places[luck.Next(places.Length)])))
            .Where(p => p.From.DistanceMetres(p.To) is > 200 and < 3_000 && map.Usual.Route(p.From, p.To, WalkMetric.Crowd) is RouteFound).Take(Questions).ToArray();
        string[] types = ["toilet", "water", "medical", "police"];
        return
        [
            new("trivial: health/live", [Get("/health/live")]),
            new("amenities/nearest", [.. places.Take(Questions).Select((p, i) => Get($"/api/v1/amenities/nearest?lat={Number(p.LatitudeDeg)}&lng={Number(p.LongitudeDeg)}&type={types[i % types.Length]}"))], 0.6),
            new("routes/calculate", [.. pairs.Select(p => Post("/api/v1/routes/calculate", $$"""{"from":{{Json(p.From)}},"to":{{Json(p.To)}},"profile":"crowd"}"""))], 0.4),
        ];
    }

    private static Coordinate? Place(MapSnapshot map, Random luck)
    {
        var (low, high) = (map.Bounds.SouthWest, map.Bounds.NorthEast);
        var point = new Coordinate(
            low.LatitudeDeg + (luck.NextDouble() * (high.LatitudeDeg - low.LatitudeDeg)), low.LongitudeDeg + (luck.NextDouble() * (high.LongitudeDeg - low.LongitudeDeg)));
        return map.Usual.NearestPath(point) is { GapMetres: < 50 } ? point : null;
    }

    private static async Task WaitForMapAsync(WireClient client, List<Door> doors, TimeProvider time)
    {
        if (!await Patiently.HoldsAsync(AnswersAsync, TimeSpan.FromMinutes(1), time, CancellationToken.None).ConfigureAwait(false))
        {
            throw new TimeoutException("the node had no map after a minute");
        }

        async Task<bool> AnswersAsync()
        {
            foreach (var door in doors)
            {
                if ((await client.AskAsync(door.Requests[0]).ConfigureAwait(false)).Status != 200)
                {
                    return false;
                }
            }
            return true;
        }
    }

    private static async Task RoundAsync(WireClient[] clients, Door door, double seconds, int server, LiveMesh mesh, bool measure)
    {
        var (cpu, allocated) = (CpuMs(server), await AllocatedAsync(mesh).ConfigureAwait(false));
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(clients.Select((c, n) => Task.Run(() => AskManyAsync(c, n, door, started, seconds)))).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var asked = counts.Sum(c => c.Asked);
        if (measure)
        {
            door.Rounds.Add(new Round(
                asked / took, (CpuMs(server) - cpu) / asked, (await AllocatedAsync(mesh).ConfigureAwait(false) - allocated) / (double)asked,
                counts.Sum(c => c.Bytes) / (double)asked, counts.Sum(c => c.Failed)));
        }
    }

    private static async Task<(long Asked, long Bytes, long Failed)> AskManyAsync(WireClient client, int number, Door door, long started, double seconds)
    {
        long asked = 0, bytes = 0, failed = 0;
        for (var i = number * 37; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; i++)
        {
            var (status, size) = await client.AskAsync(door.Requests[i % door.Requests.Length]).ConfigureAwait(false);
            asked++;
            bytes += size;
            failed += status == 200 ? 0 : 1;
        }
        return (asked, bytes, failed);
    }

    private static void Tell(List<Door> doors, DoorsBenchOptions options)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Connections} connections, {options.Rounds} rounds of {options.Seconds} s each in turn, medians; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
        Console.WriteLine($"{"door",-24} {"answers/s",10} {"ratio",7} {"aim",6} {"server CPU µs",14} {"allocated B",12} {"answer B",9} {"failed",7}");
        foreach (var door in doors)
        {
            // A ratio of each round by itself: what the machine did in it met both.
            var ratio = Middle(door.Rounds.Select((r, i) => r.PerSecond / doors[0].Rounds[i].PerSecond));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{door.Name,-24} {Middle(door.Rounds.Select(r => r.PerSecond)),10:N0} {ratio,7:0.00} {(door.Aim > 0 ? $"≥ {door.Aim:0.0}" : ""),6} {Middle(door.Rounds.Select(r => r.CpuMs)) * 1000,14:N0} {Middle(door.Rounds.Select(r => r.AllocatedBytes)),12:N0} {Middle(door.Rounds.Select(r => r.AnswerBytes)),9:N0} {door.Rounds.Sum(r => r.Failed),7}"));
        }
        if (options.Json is { } path)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(doors.Select(d => new { d.Name, d.Aim, d.Rounds }), JsonSerializerOptions.Web));
        }
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : 0;

    // User and system time of a process, fields 14 and 15 of /proc/PID/stat (proc(5)), in hundredths of a second.
    private static double CpuMs(int process)
    {
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 10.0;
    }

    // Lines of /proc/PID/status are "VmRSS:   123456 kB" (proc(5)).
    private static double StatusMb(int process, string line)
        => long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(line + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;

    private static async Task<double> AllocatedAsync(LiveMesh mesh)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(mesh.Layout.HttpOf(1) + "/metrics")).ConfigureAwait(false);
        var line = text.Split('\n').FirstOrDefault(l => l.StartsWith("dotnet_gc_heap_total_allocated", StringComparison.Ordinal));
        return line is null ? double.NaN : double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    private static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: box\r\n\r\n");

    private static byte[] Post(string path, string body) =>
        Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static string Json(Coordinate p) => $$"""{"lat":{{Number(p.LatitudeDeg)}},"lng":{{Number(p.LongitudeDeg)}}}""";

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private sealed record Door(string Name, byte[][] Requests, double Aim = 0)
    {
        public List<Round> Rounds { get; } = [];
    }

    private sealed record Round(double PerSecond, double CpuMs, double AllocatedBytes, double AnswerBytes, long Failed);
}

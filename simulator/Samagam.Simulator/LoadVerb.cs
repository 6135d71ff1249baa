using System.CommandLine;
using System.Globalization;
using Samagam.Processes;

namespace Samagam.Simulator;

/// <summary><c>sim load</c>: how long a press takes to be durable, and to reach a volunteer's page at a neighbour, on real processes.</summary>
internal static class LoadVerb
{
    public static Command Build()
    {
        var idle = new Option<int>("--idle") { DefaultValueFactory = _ => 200, Description = "Presses at 10 a second, the mesh otherwise idle" };
        var busy = new Option<int>("--busy") { DefaultValueFactory = _ => 2_000, Description = "Presses at --rate a second" };
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 200, Description = "Presses a second under load" };
        var basePort = new Option<int>("--base-port") { DefaultValueFactory = _ => 25_000, Description = "First port" };
        var command = new Command("load", "Presses at one node, listens at its neighbour as a volunteer's page does, says percentiles") { idle, busy, rate, basePort };
        command.SetAction((p, stop) => RunAsync(p.GetValue(idle), p.GetValue(busy), p.GetValue(rate), p.GetValue(basePort), TimeProvider.System, stop));
        return command;
    }

    private static async Task<int> RunAsync(int idle, int busy, double rate, int basePort, TimeProvider time, CancellationToken stop)
    {
        var root = Directory.CreateTempSubdirectory("samagam-load-").FullName;
        var mesh = await LiveMesh.StartAsync(root, new MeshLayout { Nodes = 2, BasePort = basePort }, new Dictionary<string, string>(), (_, _) => { }, time, stop).ConfigureAwait(false);
        await using (mesh.ConfigureAwait(false))
        {
            foreach (var (count, perSecond) in ((int, double)[])[(idle, 10), (busy, rate)])
            {
                using var run = new LoadRun(mesh, time);
                var report = await run.RunAsync(count, perSecond, stop).ConfigureAwait(false);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} presses/s, {report.Failed} failed, load average {LoadAverage()}"));
                Console.WriteLine($"  POST, durable            {report.Durable}");
                Console.WriteLine($"  on the neighbour's page  {report.OnThePage}");
            }
            foreach (var number in mesh.Boxes)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{MeshFiles.NameOf(number),-8} {mesh[number].ResidentBytes / 1048576.0:0} MB resident"));
            }
            await mesh.KillAsync(1).ConfigureAwait(false);
            var started = time.GetTimestamp();
            await mesh.StartAsync(1, stop).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"node-0 killed and started again: ready after {time.GetElapsedTime(started).TotalSeconds:0.00} s, {mesh[1].ResidentBytes / 1048576.0:0} MB"));
        }
        Directory.Delete(root, recursive: true);
        return 0;
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}

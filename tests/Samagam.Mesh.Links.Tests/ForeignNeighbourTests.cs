using System.ComponentModel;
using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samagam.Core.Facts;
using Samagam.TestBoxes;
using Samagam.TestKit;
using Samagam.Trust;
using Samagam.Wire.Facts.V1;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Tests;

/// <summary>gRPC's own client, as Debian packages it, with a certificate of the mesh: knowledge is really exchanged, both ways.</summary>
public sealed class ForeignNeighbourTests
{
    // The distribution's interpreter sees the distribution's packages; another on the PATH may not.
    private const string Interpreter = "/usr/bin/python3";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_foreign_client_and_a_node_exchange_what_they_know()
    {
        using var mesh = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        var call = await a.RaiseAsync("I have lost my mother");
        var unread = await a.Node.Desk.WriteAsync(
            Lane.Shared, s => s.Author(new FactKind("camel.counted", FoldingLaw.All, Lane.Shared, Scope.Mesh), "camel/1", [1, 2, 3]), TestContext.Current.CancellationToken);
        var foreign = mesh.Issue(9, []);
        var brought = Puppet.Stated(foreign, "camel.sighted", Lane.Life, 2, "camel/2", [9]);

        var lines = await RunAsync(a, foreign, Puppet.Joined(foreign), brought);

        var seen = lines.Where(l => l.StartsWith("fact ", StringComparison.Ordinal)).Select(l => l.Split(' ')[^1]).ToHashSet();
        var held = a.Mesh.Log.ReadFrom(0, 100).Facts.Where(f => f.Id.Origin == a.Id && f.Id.Key.Stream == StreamId.Mesh).ToList();
        Assert.Contains(held, f => f.Subject == call.Subject);
        Assert.Contains(held, f => f.Id == unread.Id);
        Assert.All(held, f => Assert.Contains(Convert.ToHexStringLower(f.Statement.Span), seen));
        Assert.Contains("done more=False", lines);
        Assert.NotNull(a.Mesh.Log.Find(Puppet.Read(brought).Id));
        Assert.Contains("ack 9.1 1-2", lines);
    }

    [Fact]
    public async Task A_foreign_client_with_a_certificate_of_another_mesh_learns_nothing()
    {
        using var mesh = new TestAuthority();
        using var other = new TestAuthority();
        await using var a = await LiveBox.StartAsync(mesh.Issue(1, []));
        await a.RaiseAsync();
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(a, other.Issue(9, []), authority: mesh.Authority));
        Assert.Contains("UNAVAILABLE", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("fact ", failed.Message, StringComparison.Ordinal);
    }

    private static async Task<string[]> RunAsync(LiveBox to, BoxFolder identity, params SignedFact[] bring) =>
        await RunAsync(to, identity, new X509Pem(await File.ReadAllTextAsync(Path.Combine(identity.Folder, NodeIdentity.AuthorityFile), Stop)), bring);

    private static async Task<string[]> RunAsync(LiveBox to, BoxFolder identity, X509Pem authority, params SignedFact[] bring)
    {
        using var folder = new TempFolder();
        var descriptors = folder.File("mesh.descriptors");
        await File.WriteAllBytesAsync(descriptors, DescriptorSet(MeshReflection.Descriptor).ToByteArray(), Stop);
        await File.WriteAllTextAsync(folder.File("ca.pem"), authority.Text, Stop);
        File.Copy(Path.Combine(identity.Folder, NodeIdentity.CertificateFile), folder.File("cert.pem"));
        File.Copy(Path.Combine(identity.Folder, NodeIdentity.KeyFile), folder.File("key.pem"));
        var start = new ProcessStartInfo(Interpreter) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "-B", Path.Combine(AppContext.BaseDirectory, "Foreign", "neighbour.py"), descriptors, $"127.0.0.1:{to.Folder.Settings.Ports.Peers}",
            $"node-{to.Id.Number}", folder.Path, .. bring.Select(f => Convert.ToHexString(f.ToByteArray())),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // What a proxy setting or an IDE left in the environment is no part of the test.
        start.Environment.Remove("PYTHONPATH");
        start.Environment["no_proxy"] = "127.0.0.1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{Interpreter} does not start: install the Debian packages python3-grpcio and python3-protobuf", e);
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync(Stop);
            var output = process.StandardOutput.ReadToEndAsync(Stop);
            try
            {
                await process.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(40), Stop);
            }
            catch (TimeoutException)
            {
                process.Kill();
                throw new InvalidOperationException($"the script did not end: {await output}\n{await errors}");
            }
            var said = await errors;
            return process.ExitCode == 0
                ? (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                : throw new InvalidOperationException(said.Contains("No module named", StringComparison.Ordinal)
                    ? "the Debian packages python3-grpcio and python3-protobuf are missing"
                    : $"the script failed: {await output}\n{said}");
        }
    }

    /// <summary>The file and all it imports, each after what it needs.</summary>
    private static FileDescriptorSet DescriptorSet(FileDescriptor file)
    {
        var set = new FileDescriptorSet();
        Add(file);
        return set;

        void Add(FileDescriptor next)
        {
            foreach (var needed in next.Dependencies)
            {
                Add(needed);
            }
            if (set.File.All(f => f.Name != next.Name))
            {
                set.File.Add(next.ToProto());
            }
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Samagam.Processes;

namespace Samagam.EndToEnd.Tests;

/// <summary>The main job on real processes: a press here, a human there, the hub told, whatever is cut.</summary>
[Collection(nameof(RealMesh))]
public sealed class SosAcrossTheMeshTests(RealMesh mesh)
{
    [Fact]
    public async Task A_press_at_node_0_finds_a_volunteer_at_node_2_and_the_receipt_comes_back()
    {
        var (token, responder) = await mesh.OnDutyAsync(mesh.Node(2), mesh.Mesh.Files.Voucher("Asha", "volunteer", "first-aid"));
        await mesh.UntilAsync("node 0 knows who is on duty", async () => await mesh.MetricAsync(mesh.Node(0), "samagam_responders_on_duty") > 0);
        var id = await mesh.PressAsync(mesh.Node(0), ("type", "medical"), ("name", "Sita"), ("phone", "9000000001"));
        await mesh.UntilAsync("the case is offered at node 2", async () => await OfferedAsync(mesh.Node(2), token, id) is not null);
        var offer = (await OfferedAsync(mesh.Node(2), token, id))!.Value;
        Assert.True(offer.GetProperty("walkSeconds").GetInt32() > 60, offer.ToString());
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(2)}/api/v1/emergency/{id}/received", token: token);
        await mesh.UntilAsync("the caller sees that a phone has it", () => mesh.RungAsync(mesh.Node(0), id, "on-a-phone"));
        await mesh.CallAsync(HttpMethod.Put, $"{mesh.Node(2)}/api/v1/emergency/acknowledge/{id}", new { etaSeconds = 240 }, token);
        await mesh.UntilAsync("the caller sees who comes", () => mesh.RungAsync(mesh.Node(0), id, "accepted"));
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(2)}/api/v1/emergency/{id}/arrive", token: token);
        await mesh.UntilAsync("the caller sees the arrival", () => mesh.RungAsync(mesh.Node(0), id, "arrived"));
        await mesh.UntilAsync("the hub's receipt has come back", () => mesh.RungAsync(mesh.Node(0), id, "hub-knows"));
        await mesh.UntilAsync("copies are counted", () => mesh.RungAsync(mesh.Node(0), id, "copied-to-boxes"));
        var row = await mesh.OnBoardAsync(id);
        Assert.NotNull(row);
        Assert.Equal("acknowledged", row.Value.GetProperty("status").GetString());
        Assert.Contains(responder, row.Value.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("9000000001", row.Value.ToString(), StringComparison.Ordinal);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(2)}/api/v1/emergency/{id}/resolve", token: token);
        await mesh.UntilAsync("the board shows the end", async () => await mesh.OnBoardAsync(id, "resolved") is not null);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(2)}/api/v1/duty", new { onDuty = false }, token);
    }

    [Fact]
    public async Task No_answer_widens_the_ring_with_the_hub_dead_and_the_calls_box_killed()
    {
        await mesh.Mesh.KillAsync(MeshLayout.HubNumber);
        var id = await mesh.PressAsync(mesh.Node(1), ("type", "fire"));
        await mesh.UntilAsync("node 2 has the case", async () => (await mesh.StatusAsync(mesh.Node(2), id)).GetProperty("status").GetString() == "pending");
        await mesh.Mesh.KillAsync(2);
        // The box that leads is dead, and so is the hub: the next in order opens the ring until the siren.
        await mesh.UntilAsync("the ring opens to the siren on a neighbour's clock", async () =>
            (await mesh.StatusAsync(mesh.Node(2), id)).GetProperty("ring").GetString() == "siren");
        await mesh.Mesh.StartAsync(2, TestContext.Current.CancellationToken);
        await mesh.Mesh.StartAsync(MeshLayout.HubNumber, TestContext.Current.CancellationToken);
        await mesh.UntilAsync("the board has the case when the hub is back", async () => await mesh.OnBoardAsync(id) is not null);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(1)}/api/v1/emergency/{id}/cancel", new { reason = "safe" });
        await mesh.UntilAsync("the end has reached the board", async () => await mesh.OnBoardAsync(id, "resolved") is not null);
    }

    [Fact]
    public async Task A_hub_whose_database_was_deleted_is_refilled_by_the_boxes()
    {
        var id = await mesh.PressAsync(mesh.Node(0), ("type", "other"));
        await mesh.UntilAsync("the hub has filed it", () => mesh.RungAsync(mesh.Node(0), id, "hub-knows"));
        await mesh.Mesh.KillAsync(MeshLayout.HubNumber);
        Directory.Delete(mesh.Mesh.Files.DataOf(MeshLayout.HubNumber), recursive: true);
        await mesh.Mesh.StartAsync(MeshLayout.HubNumber, TestContext.Current.CancellationToken);
        await mesh.UntilAsync("the empty hub has the case again", async () => await mesh.OnBoardAsync(id) is not null);
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/emergency/{id}/cancel", new { reason = "false-alarm" });
    }

    [Fact]
    public async Task A_panic_button_pressed_by_mosquitto_pub_is_a_case_on_the_board()
    {
        var keys = mesh.Mesh.Keys;
        var start = new ProcessStartInfo("mosquitto_pub")
        {
            ArgumentList =
            {
                "-h", "127.0.0.1", "-p", (mesh.Mesh.Layout.PortOf(1) + 3).ToString(System.Globalization.CultureInfo.InvariantCulture), "-q", "1",
                "-u", keys.ButtonId, "-P", keys.ButtonSecret, "-t", $"samagam/v1/devices/{keys.ButtonId}/sos", "-m", "press",
            },
            RedirectStandardError = true,
        };
        using var pressed = Process.Start(start) ?? throw new InvalidOperationException("mosquitto_pub is missing (Debian package mosquitto-clients)");
        var said = await pressed.StandardError.ReadToEndAsync();
        await pressed.WaitForExitAsync();
        Assert.True(pressed.ExitCode == 0, said);
        JsonElement? found = null;
        await mesh.UntilAsync("the button's case is on the board", async () =>
        {
            foreach (var row in (await mesh.GetAsync($"{mesh.Hub}/api/v1/cases?status=open&limit=100")).EnumerateArray())
            {
                if (row.GetProperty("place").GetProperty("label").GetString()!.Contains("step 12", StringComparison.Ordinal))
                {
                    found = row;
                }
            }
            return found is not null;
        });
        Assert.Equal("device", found!.Value.GetProperty("place").GetProperty("source").GetString());
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/emergency/{found.Value.GetProperty("id").GetString()}/cancel", new { reason = "safe" });
    }

    [Fact]
    public async Task A_message_for_an_absent_device_outlives_a_kill_of_its_box()
    {
        var keys = mesh.Mesh.Keys;
        var topic = $"samagam/v1/devices/{keys.ButtonId}/note";
        await MosquittoAsync("mosquitto_sub", "-i", "display-7", "-c", "-t", topic, "-E");
        await MosquittoAsync("mosquitto_pub", "-i", "writer", "-t", topic, "-m", "come to gate 4");
        await MosquittoAsync("mosquitto_pub", "-i", "writer", "-t", topic, "-m", "the last word", "-r");
        await mesh.Mesh.KillAsync(1);
        await mesh.Mesh.StartAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal("come to gate 4\nthe last word\n", await MosquittoAsync("mosquitto_sub", "-i", "display-7", "-c", "-t", topic, "-R", "-C", "2", "-W", "20"));
        Assert.Equal("the last word\n", await MosquittoAsync("mosquitto_sub", "-i", "stranger", "-t", topic, "-C", "1", "-W", "20"));
    }

    [Fact]
    public async Task A_cut_link_is_walked_around_and_repaired_when_mended()
    {
        mesh.Mesh.SetLink(1, 2, cut: true);
        mesh.Mesh.SetLink(1, MeshLayout.HubNumber, cut: true);
        var id = await mesh.PressAsync(mesh.Node(0), ("type", "crush"));
        Assert.Equal("pending", (await mesh.StatusAsync(mesh.Node(0), id)).GetProperty("status").GetString());
        Assert.False(await mesh.RungAsync(mesh.Node(0), id, "hub-knows"));
        mesh.Mesh.MendAll();
        await mesh.UntilAsync("the receipt comes once the links are mended", () => mesh.RungAsync(mesh.Node(0), id, "hub-knows"));
        await mesh.UntilAsync("node 2 has it too", async () => (await mesh.StatusAsync(mesh.Node(2), id)).GetProperty("status").GetString() == "pending");
        await mesh.CallAsync(HttpMethod.Post, $"{mesh.Node(0)}/api/v1/emergency/{id}/cancel", new { reason = "safe" });
    }

    [Fact]
    public async Task Node_and_hub_leave_no_figure_out_of_their_metrics_and_tell_of_their_process_and_disk()
    {
        foreach (var box in new[] { mesh.Node(0), mesh.Hub })
        {
            Assert.Equal(0, await mesh.MetricAsync(box, "samagam_metrics_refused_instruments_total"));
            Assert.Equal(0, await mesh.MetricAsync(box, "samagam_metrics_overflow_total"));
            Assert.Equal(0, await mesh.MetricAsync(box, "samagam_metrics_faulted_callbacks_total"));
            Assert.True(await mesh.MetricAsync(box, "process_resident_memory_bytes") > 0);
            Assert.True(await mesh.MetricAsync(box, "samagam_disk_free_bytes") > 0);
        }
    }

    [Fact]
    public async Task What_strangers_are_refused_is_counted_at_every_door_of_node_and_hub()
    {
        foreach (var (box, path, number) in new[] { (mesh.Node(0), "/api/v1/duty/enter", 1), (mesh.Hub, "/enter", MeshLayout.HubNumber) })
        {
            using var http = new HttpClient();
            using var refused = await http.PostAsync(
                new Uri(box + path),
                path == "/enter" ? new FormUrlEncodedContent([KeyValuePair.Create("voucher", "SV1.forged")]) : new StringContent("""{"voucher":"SV1.forged"}""", new MediaTypeHeaderValue("application/json")));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            await mesh.UntilAsync("the forged voucher is counted", async () => await mesh.MetricAsync(box, "samagam_web_refused_total{status=\"403\"}") >= 1);

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var forged = new CertificateRequest("CN=node-1", key, HashAlgorithmName.SHA256)
                .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
            await DialAsync(mesh.Mesh.Layout.EndOf(number).PeersPort, forged);
            await mesh.UntilAsync("the forged certificate is counted", async () => await mesh.MetricAsync(box, "samagam_mesh_strangers_total") >= 1);
        }
    }

    /// <summary>A stranger's handshake; how it ends is the box's word, and not asked here.</summary>
    private static async Task DialAsync(int port, X509Certificate2 certificate)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "node-1",
                ClientCertificates = [certificate],
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            Assert.NotNull(e.Message);
        }
    }

    [Fact]
    public async Task Nearest_help_and_a_walk_are_answered_by_every_node_from_its_own_map()
    {
        var nearest = await mesh.GetAsync($"{mesh.Node(1)}/api/v1/amenities/nearest?lat=23.1845&lng=75.7639&type=toilet&limit=3");
        Assert.Equal(3, nearest.GetArrayLength());
        var walk = await mesh.CallAsync(
            HttpMethod.Post,
            $"{mesh.Node(2)}/api/v1/routes/calculate",
            new { from = new { lat = 23.18450, lng = 75.76388 }, to = new { lat = 23.18275, lng = 75.76850 } });
        Assert.Contains("LineString", walk.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Runs a client of Debian's mosquitto-clients at node 0 at QoS 1 in the button's name; gives what it printed.</summary>
    private async Task<string> MosquittoAsync(string program, params string[] arguments)
    {
        var port = (mesh.Mesh.Layout.PortOf(1) + 3).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] who = ["-h", "127.0.0.1", "-p", port, "-q", "1", "-u", mesh.Mesh.Keys.ButtonId, "-P", mesh.Mesh.Keys.ButtonSecret];
        using var process = Process.Start(new ProcessStartInfo(program, [.. who, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} is missing (Debian package mosquitto-clients)");
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.ExitCode} {complained}");
        return await said;
    }

    private async Task<JsonElement?> OfferedAsync(string node, string token, string id)
    {
        var cases = await mesh.CallAsync(HttpMethod.Get, $"{node}/api/v1/duty/open-cases", token: token);
        var found = cases.EnumerateArray().Where(c => c.GetProperty("alertId").GetString() == id).ToList();
        return found.Count == 1 ? found[0] : null;
    }
}

using Samagam.Core.Sos;
using Samagam.Sqlite;
using Samagam.TestBoxes;
using Samagam.TestKit;

namespace Samagam.Node.Links.Tests;

/// <summary>A panic button is mosquitto_pub: somebody else's client, with the device's own name and secret.</summary>
public sealed class PanicButtonTests : IDisposable
{
    private readonly TestAuthority _mesh = new();

    [Theory]
    [InlineData("mqttv311", "")]
    [InlineData("mqttv5", """{"type": "medical", "people": 2, "note": "fainted"}""")]
    [InlineData("mqttv311", "{not json at all")]
    [InlineData("mqttv5", """{"type":"\ud800","note":"help"}""")]
    public async Task A_press_is_a_call_on_disk_when_the_button_is_told(string version, string payload)
    {
        var secret = _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        using var button = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), payload, version);
        Assert.True(await button.ExitAsync() == 0, button.Said);
        Assert.Contains("PUBACK", button.Said, StringComparison.Ordinal);
        var call = Assert.Single(box.Box.Node.Picture.Snapshot.Sos.Open);
        Assert.Equal(SosDoor.PanicButton, call.Raised!.Door);
        Assert.Equal("Pillar pillar-7", call.PlaceLabel);
        Assert.NotEmpty(box.Box.Mesh.Log.BySubject(call.Id.Subject));
        Assert.Equal(payload.Contains("people", StringComparison.Ordinal) ? 2 : 0, call.Raised.People);
    }

    [Fact]
    public async Task A_second_press_of_the_same_button_is_the_same_case()
    {
        var secret = _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        for (var press = 0; press < 2; press++)
        {
            using var button = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "");
            Assert.True(await button.ExitAsync() == 0, button.Said);
        }
        Assert.Single(box.Box.Node.Picture.Snapshot.Sos.Open);
    }

    [Fact]
    public async Task The_lamp_of_the_button_is_told_how_far_its_call_is()
    {
        var secret = _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        using var lamp = Mosquitto.Subscribe(box, "pillar-7", secret, MqttTopics.StatusOf("pillar-7"));
        await lamp.SaysAsync("SUBACK");
        using var button = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "");
        await lamp.SaysAsync($"heard {MqttTopics.StatusOf("pillar-7")} saved");
    }

    [Fact]
    public async Task After_a_restart_of_the_box_the_lamp_still_follows_its_call()
    {
        var secret = _mesh.AddDevice("pillar-7");
        await using (var box = await MqttBox.StartAsync(_mesh.Issue(1, [])))
        {
            using var button = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "");
            Assert.True(await button.ExitAsync() == 0, button.Said);
        }
        await using var again = await MqttBox.StartAsync(_mesh.Issue(1, []));
        using var lamp = Mosquitto.Subscribe(again, "pillar-7", secret, MqttTopics.StatusOf("pillar-7"));
        await lamp.SaysAsync($"heard {MqttTopics.StatusOf("pillar-7")} saved");
    }

    [Fact]
    public async Task A_device_cannot_take_the_name_of_a_neighbour_and_with_it_its_session()
    {
        var secret = _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        using var thief = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "", client: "box-2");
        Assert.NotEqual(0, await thief.ExitAsync());
        Assert.Empty(box.Box.Node.Picture.Snapshot.Sos.Open);
    }

    [Fact]
    public async Task A_wrong_secret_raises_nothing_and_is_told_so()
    {
        _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        using var button = Mosquitto.Publish(box, "pillar-7", "wrong", MqttTopics.SosOf("pillar-7"), "");
        Assert.NotEqual(0, await button.ExitAsync());
        Assert.Contains("bad user name or password", button.Said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("PUBACK", button.Said, StringComparison.Ordinal);
        Assert.Empty(box.Box.Node.Picture.Snapshot.Sos.Open);
    }

    [Fact]
    public async Task After_ten_wrong_secrets_the_eleventh_right_one_has_to_wait()
    {
        var secret = _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        for (var guess = 0; guess < Devices.DeviceAccess.MaxFailures; guess++)
        {
            using var wrong = Mosquitto.Publish(box, "pillar-7", "wrong", MqttTopics.SosOf("pillar-7"), "");
            Assert.NotEqual(0, await wrong.ExitAsync());
        }
        using var right = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "", "mqttv5");
        Assert.NotEqual(0, await right.ExitAsync());
        Assert.Contains("busy", right.Said, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("samagam/v1/devices/pillar-8/sos")]
    [InlineData("samagam/v1/facts/0")]
    [InlineData("samagam/v1/siren")]
    [InlineData("anything")]
    public async Task A_topic_that_is_not_the_devices_own_is_refused(string topic)
    {
        var secret = _mesh.AddDevice("pillar-7");
        _mesh.AddDevice("pillar-8");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        using var button = Mosquitto.Publish(box, "pillar-7", secret, topic, "x", "mqttv5");
        await button.SaysAsync("Not authorized");
        Assert.Empty(box.Box.Node.Picture.Snapshot.Sos.Open);
        using var own = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "");
        Assert.True(await own.ExitAsync() == 0, own.Said);
        Assert.Single(box.Box.Node.Picture.Snapshot.Sos.Open);
    }

    [Fact]
    public async Task On_a_full_disk_the_button_is_never_told_saved()
    {
        var secret = _mesh.AddDevice("pillar-7");
        using var disk = new FaultyDisk("button");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []), new SqliteOptions { Vfs = disk.Name });
        disk.Fault = (_, isWrite) => isWrite ? FaultyDisk.Full : 0;
        using (var button = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), ""))
        {
            await box.Box.UntilAsync(() => box.Box.Lines.All.Any(l => l.StartsWith("3001 ", StringComparison.Ordinal)), "the refusal");
            button.Kill();
            Assert.DoesNotContain("PUBACK", button.Said, StringComparison.Ordinal);
        }
        Assert.Empty(box.Box.Node.Picture.Snapshot.Sos.Open);
        disk.Fault = (_, _) => 0;
        using var again = Mosquitto.Publish(box, "pillar-7", secret, MqttTopics.SosOf("pillar-7"), "");
        Assert.True(await again.ExitAsync() == 0, again.Said);
        Assert.Single(box.Box.Node.Picture.Snapshot.Sos.Open);
    }

    public void Dispose() => _mesh.Dispose();
}

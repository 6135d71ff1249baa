using System.Net;
using Google.Protobuf;
using Samagam.BoxHost;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Mesh.Links.Trust;
using Samagam.TestBoxes;
using Samagam.TestKit;
using Samagam.Trust;
using Samagam.Wire.Boxes;
using Samagam.Wire.Facts;
using Samagam.Wire.Facts.V1;

namespace Samagam.Node.Links.Tests;

/// <summary>Facts pushed over MQTT by whoever shows a neighbour's certificate; the client is mosquitto_pub.</summary>
public sealed class FactsByMqttTests : IDisposable
{
    private readonly TestAuthority _mesh = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_neighbours_certificate_pushes_facts_and_is_told_when_they_are_on_disk()
    {
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        var neighbour = _mesh.Issue(9, []);
        var said = Stated(neighbour, "camel.sighted", 2);
        using var publish = Mosquitto.PublishAs(neighbour, box, MqttTopics.FactsOf(Lane.Life), Frame(Joined(neighbour), said));
        Assert.True(await publish.ExitAsync() == 0, publish.Said);
        Assert.NotNull(box.Box.Mesh.Log.Find(FactCodec.FromWire(said).Id));
    }

    [Fact]
    public async Task Garbage_poison_and_forgery_are_refused_with_a_reason_and_the_door_stays_open()
    {
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        var neighbour = _mesh.Issue(9, []);
        var garbage = _folder.File("garbage");
        await File.WriteAllBytesAsync(garbage, [255, 255, 255, 255], TestContext.Current.CancellationToken);
        var forged = Stated(neighbour, "camel.sighted", 2);
        forged.Signature = ByteString.CopyFrom(new byte[64]);
        var poison = new SignedFact { Statement = ByteString.CopyFromUtf8("no statement") };
        foreach (var (file, reason) in new[]
        {
            (garbage, "Payload format invalid"), (Frame(poison), "Payload format invalid"), (Frame(Joined(neighbour), forged), "Not authorized"),
        })
        {
            using var publish = Mosquitto.PublishAs(neighbour, box, MqttTopics.FactsOf(Lane.Life), file);
            await publish.SaysAsync(reason);
        }
        Assert.Null(box.Box.Mesh.Log.Find(FactCodec.FromWire(forged).Id));
        using var honest = Mosquitto.PublishAs(neighbour, box, MqttTopics.FactsOf(Lane.Life), Frame(Joined(neighbour)));
        Assert.True(await honest.ExitAsync() == 0, honest.Said);
    }

    [Fact]
    public async Task A_neighbour_may_publish_facts_only()
    {
        _mesh.AddDevice("pillar-7");
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        var neighbour = _mesh.Issue(9, []);
        using var publish = Mosquitto.PublishAs(neighbour, box, MqttTopics.SosOf("pillar-7"), Frame(Joined(neighbour)));
        await publish.SaysAsync("Not authorized");
        Assert.Empty(box.Box.Node.Picture.Snapshot.Sos.Open);
    }

    [Fact]
    public async Task A_certificate_of_another_mesh_or_a_revoked_one_is_not_let_in()
    {
        using var other = new TestAuthority();
        var lost = _mesh.Issue(9, []);
        _mesh.Revoke(lost.Identity);
        await using var box = await MqttBox.StartAsync(_mesh.Issue(1, []));
        foreach (var identity in new[] { lost, other.Issue(9, []) })
        {
            using var publish = Mosquitto.PublishAs(identity, box, MqttTopics.FactsOf(Lane.Life), Frame(Joined(identity)));
            Assert.NotEqual(0, await publish.ExitAsync());
            Assert.DoesNotContain("PUBACK", publish.Said, StringComparison.Ordinal);
        }
        Assert.Null(box.Box.Node.Picture.Snapshot.Boxes.Find(new NodeId(9)));
    }

    public void Dispose()
    {
        _mesh.Dispose();
        _folder.Dispose();
    }

    private string Frame(params SignedFact[] facts)
    {
        var file = _folder.File(Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(file, new Wire.Mesh.V1.Facts { Items = { facts } }.ToByteArray());
        return file;
    }

    private static SignedFact Joined(BoxFolder box) =>
        Stated(box, FactKinds.BoxJoined.Name, 1, BoxCodec.SubjectOf(new NodeId((ushort)box.Settings.Number)), BoxCodec.Serialise(box.Self()));

    private static SignedFact Stated(BoxFolder by, string kind, ulong seq, string subject = "camel/1", byte[]? body = null)
    {
        var id = new FactId(new StreamKey(new NodeId((ushort)by.Settings.Number), 1, StreamId.Mesh), seq);
        var time = new HybridTime(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 0, ClockQuality.Trusted);
        var statement = FactCodec.Serialise(id, time, Lane.Life, kind, subject, 0, null, body ?? [1]);
        return new SignedFact { Statement = ByteString.CopyFrom(statement), Signature = ByteString.CopyFrom(by.Identity.Sign(FactSigning.Bytes(statement))) };
    }
}

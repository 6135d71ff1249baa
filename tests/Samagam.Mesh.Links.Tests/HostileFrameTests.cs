using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Rpc;
using Samagam.TestBoxes;
using Samagam.Wire.Facts.V1;
using Samagam.Wire.Mesh.V1;

namespace Samagam.Mesh.Links.Tests;

/// <summary>A member that sends what no honest box sends: each record is judged by itself, and the box goes on.</summary>
public sealed class HostileFrameTests : IAsyncLifetime
{
    private readonly TestAuthority _mesh = new();
    private LiveBox _a = null!;
    private LiveBox _b = null!;
    private Puppet _puppet = null!;

    public async ValueTask InitializeAsync()
    {
        _a = await LiveBox.StartAsync(_mesh.Issue(1, [_mesh.Way(2)]));
        _b = await LiveBox.StartAsync(_mesh.Issue(2, [_mesh.Way(1)]));
        await _a.UntilAsync(() => _a.IsUpWith(_b), "the link");
        _puppet = await Puppet.ConnectAsync(_mesh.Issue(9, []), _a, maxSendBytes: 64 << 20);
        await _puppet.GreetAsync();
    }

    [Fact]
    public async Task A_kind_nobody_knows_is_kept_and_passed_on_unread()
    {
        var signed = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 2, "camel/1", [1, 2, 3]);
        var unsigned = Puppet.Stated(_puppet.Folder, "camel.counted", Lane.Shared, 3, "camel/1", [4]);
        await _puppet.SendAsync(Puppet.Joined(_puppet.Folder), signed, unsigned);
        foreach (var sent in new[] { signed, unsigned })
        {
            var id = Puppet.Read(sent).Id;
            await _b.UntilAsync(() => _b.Mesh.Log.Find(id) is not null, "an unknown kind at the second box");
            Assert.Equal(sent.Statement.ToByteArray(), _b.Mesh.Log.Find(id)!.Statement.ToArray());
            Assert.Equal(sent.Signature.ToByteArray(), _b.Mesh.Log.Find(id)!.Signature.ToArray());
        }
    }

    [Fact]
    public async Task A_forged_fact_is_refused_and_counted_and_those_beside_it_are_taken()
    {
        // Signed by the puppet, in the name of box 1's neighbour.
        var forged = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 5_000, "camel/forged", [1], origin: 2);
        var changed = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 2, "camel/2", [1]);
        var bytes = changed.Signature.ToByteArray();
        bytes[10] ^= 1;
        changed.Signature = ByteString.CopyFrom(bytes);
        var unsigned = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 3, "camel/3", [1]);
        unsigned.Signature = ByteString.Empty;
        var good = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 4, "camel/4", [1]);
        await _puppet.SendAsync(forged, Puppet.Joined(_puppet.Folder), changed, unsigned, good);
        await _b.UntilAsync(() => _b.Mesh.Log.Find(Puppet.Read(good).Id) is not null, "the good fact");
        Assert.Equal(3, _a.Node.Intake.Counters.Refused);
        foreach (var bad in new[] { forged, changed, unsigned })
        {
            Assert.Null(_a.Mesh.Log.Find(Puppet.Read(bad).Id));
            Assert.False(_a.Mesh.Log.Known().Contains(Puppet.Read(bad).Id));
        }
    }

    [Fact]
    public async Task A_certificate_in_another_boxes_name_is_refused()
    {
        var other = _mesh.Issue(8, []);
        // The puppet states a certificate it owns no key of, and its own certificate under another number.
        var stolen = Puppet.Stated(_puppet.Folder, FactKinds.BoxJoined.Name, Lane.Life, 1, "box/8", Samagam.Wire.Boxes.BoxCodec.Serialise(BoxHost.BoxFolders.Self(other)), origin: 8);
        var own = Puppet.Stated(_puppet.Folder, FactKinds.BoxJoined.Name, Lane.Life, 1, "box/7", Samagam.Wire.Boxes.BoxCodec.Serialise(BoxHost.BoxFolders.Self(_puppet.Folder)), origin: 7);
        await _puppet.SendAsync(stolen, own);
        await _a.UntilAsync(() => _a.Node.Intake.Counters.Refused == 2, "both refusals");
    }

    [Fact]
    public async Task A_fact_of_a_box_that_never_showed_its_certificate_waits_until_it_does()
    {
        var fact = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 2, "camel/5", [1]);
        await _puppet.SendAsync(fact);
        await _a.UntilAsync(() => _a.Node.Intake.Counters.Early == 1, "a refusal for now");
        await _puppet.SendAsync(Puppet.Joined(_puppet.Folder), fact);
        await _a.UntilAsync(() => _a.Mesh.Log.Find(Puppet.Read(fact).Id) is not null, "the fact, once its origin is known");
    }

    [Fact]
    public async Task Poison_in_a_frame_is_left_out_and_counted_and_those_beside_it_are_taken()
    {
        SignedFact Garbage(params byte[] statement) => new() { Statement = ByteString.CopyFrom(statement), Signature = ByteString.Empty };
        var good = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 2, "camel/6", [1]);
        var tooLong = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 3, "camel/7", new byte[Fact.MaxStatementBytes]);
        var shortSignature = Puppet.Stated(_puppet.Folder, "camel.sighted", Lane.Life, 4, "camel/8", [1]);
        shortSignature.Signature = ByteString.CopyFrom(1, 2, 3);
        await _puppet.SendAsync(Garbage(), Garbage(255, 255, 255), Garbage([.. Enumerable.Repeat((byte)7, 500)]), tooLong, shortSignature, Puppet.Joined(_puppet.Folder), good);
        await _a.UntilAsync(() => _a.Mesh.Log.Find(Puppet.Read(good).Id) is not null, "the good fact");
        await _puppet.DisposeAsync();
        await _a.UntilAsync(() => _a.Mesh.Roads.Poison == 5, "five counted");
    }

    [Fact]
    public async Task A_frame_over_the_limit_ends_the_stream_and_harms_nobody_else()
    {
        var frame = new Frame { Facts = new Wire.Mesh.V1.Facts { Items = { new SignedFact { Statement = ByteString.CopyFrom(new byte[5 << 20]) } } } };
        // The box hangs up before it has heard it all.
        await Assert.ThrowsAsync<RpcException>(() => _puppet.SendAsync(frame));
        await _a.UntilAsync(() => !_a.Mesh.Roads.Connected.Contains(new Samagam.Core.Ids.NodeId(9)), "the end of the stream");
        await StillAliveAsync();
    }

    [Fact]
    public async Task A_frame_with_too_many_facts_ends_the_stream_and_harms_nobody_else()
    {
        var frame = new Frame { Facts = new Wire.Mesh.V1.Facts() };
        frame.Facts.Items.AddRange(Enumerable.Repeat(new SignedFact(), Samagam.Wire.Gossip.FrameCodec.MaxFacts + 1));
        await _puppet.SendAsync(frame);
        await _puppet.EndAsync();
        await _a.UntilAsync(() => !_a.Mesh.Roads.Connected.Contains(new Samagam.Core.Ids.NodeId(9)), "the end of the stream");
        await StillAliveAsync();
    }

    [Fact]
    public async Task Knowledge_with_impossible_ranges_ends_the_stream_and_harms_nobody_else()
    {
        var known = new Wire.Facts.V1.Knowledge { Streams = { new StreamRanges { Origin = 1, Epoch = 1, Stream = StreamId.Mesh.Packed, Ranges = { new Wire.Facts.V1.Range { From = 9, To = 3 } } } } };
        await _puppet.SendAsync(new Frame { Want = new Want { Known = known, Round = 1 } });
        await _puppet.EndAsync();
        await _a.UntilAsync(() => !_a.Mesh.Roads.Connected.Contains(new Samagam.Core.Ids.NodeId(9)), "the end of the stream");
        await StillAliveAsync();
    }

    [Fact]
    public async Task A_claim_to_know_everything_of_this_box_for_ever_does_not_silence_it()
    {
        var key = new StreamRanges { Origin = 1, Epoch = uint.MaxValue - 1, Stream = StreamId.Mesh.Packed, Ranges = { new Wire.Facts.V1.Range { From = 1, To = FactId.MaxSeq } } };
        await _puppet.SendAsync(new Frame { Want = new Want { Known = new Wire.Facts.V1.Knowledge { Streams = { key } }, Round = 1 } });
        Assert.NotNull(await _puppet.NextAsync(f => f.FrameCase == Frame.FrameOneofCase.Done));
        key.Epoch = uint.MaxValue;
        await _puppet.SendAsync(new Frame { Want = new Want { Known = new Wire.Facts.V1.Knowledge { Streams = { key } }, Round = 2 } });
        Assert.NotNull(await _puppet.NextAsync(f => f.FrameCase == Frame.FrameOneofCase.Done && f.Done.Round == 2));
        await StillAliveAsync();
    }

    [Fact]
    public async Task Cleared_ranges_to_the_end_of_numbers_do_not_silence_this_box()
    {
        // The box asks the puppet; the puppet answers that everything of box 1, now and in future, was superseded.
        var want = await _puppet.NextAsync(f => f.FrameCase == Frame.FrameOneofCase.Want);
        var key = new StreamRanges { Origin = 1, Epoch = _a.Node.Desk.Epoch, Stream = StreamId.Mesh.Packed, Ranges = { new Wire.Facts.V1.Range { From = 1, To = FactId.MaxSeq } } };
        await _puppet.SendAsync(new Frame { Done = new Done { Round = want!.Want.Round, Cleared = new Wire.Facts.V1.Knowledge { Streams = { key } } } });
        await _puppet.SendAsync(Puppet.Joined(_puppet.Folder));
        await _puppet.NextAsync(f => f.FrameCase == Frame.FrameOneofCase.Ack);
        await StillAliveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _puppet.DisposeAsync();
        await _b.DisposeAsync();
        await _a.DisposeAsync();
        _mesh.Dispose();
    }

    private async Task StillAliveAsync()
    {
        var call = await _a.RaiseAsync();
        await _b.UntilAsync(() => _b.Has(call), "a call from the box that was attacked");
    }
}

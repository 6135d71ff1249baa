using System.Net;
using Google.Protobuf;
using Samagam.BoxHost;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Mesh.Links.Peers;
using Samagam.Mesh.Links.Trust;
using Samagam.Rpc;
using Samagam.TestBoxes;
using Samagam.Trust;
using Samagam.Wire.Boxes;
using Samagam.Wire.Facts;
using Samagam.Wire.Facts.V1;
using Samagam.Wire.Mesh.V1;
using Fact = Samagam.Core.Facts.Fact;

namespace Samagam.Mesh.Links.Tests;

/// <summary>A member of the mesh whose frames the test writes by hand, byte for byte where it wants.</summary>
internal sealed class Puppet : IAsyncDisposable
{
    private readonly RpcChannel _channel;
    private readonly RpcDuplexCall<Frame, Frame> _call;

    private Puppet(BoxFolder folder, RpcChannel channel, RpcDuplexCall<Frame, Frame> call) => (Folder, _channel, _call) = (folder, channel, call);

    public BoxFolder Folder { get; }

    public static async Task<Puppet> ConnectAsync(BoxFolder folder, LiveBox to, int maxSendBytes = 4 << 20)
    {
        var channel = Channel(folder, to, maxSendBytes);
        return new Puppet(folder, channel, await channel.DuplexAsync<Frame, Frame>(PeerDialer.LinkMethod, cancellation: TestContext.Current.CancellationToken));
    }

    public static RpcChannel Channel(BoxFolder folder, LiveBox to, int maxSendBytes = 4 << 20)
    {
        var tls = new MeshTls(folder.Identity, () => new BestTime(DateTimeOffset.UtcNow, Trusted: true), _ => false);
        var port = to.Folder.Settings.Ports.Peers;
        return new RpcChannel(
            new RpcChannelOptions
            {
                Address = new Uri($"https://node-{to.Id.Number}:{port}"),
                Dial = _ => ValueTask.FromResult<EndPoint>(new IPEndPoint(IPAddress.Loopback, port)),
                Tls = tls.ClientOptions(to.Id.Number),
                MaxSendMessageBytes = maxSendBytes,
            },
            TimeProvider.System);
    }

    public async Task SendAsync(Frame frame) => await _call.WriteAsync(frame, TestContext.Current.CancellationToken);

    public Task SendAsync(params SignedFact[] facts) => SendAsync(new Frame { Facts = new Wire.Mesh.V1.Facts { Items = { facts } } });

    /// <summary>The next frame that passes; null at the end of the stream.</summary>
    public async Task<Frame?> NextAsync(Func<Frame, bool> passes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await _call.ReadAsync(limit.Token) is { } frame)
        {
            if (passes(frame))
            {
                return frame;
            }
        }
        return null;
    }

    /// <summary>How the box ended the stream.</summary>
    public async Task<RpcStatus> EndAsync()
    {
        try
        {
            await NextAsync(_ => false);
            return RpcStatus.Ok;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
    }

    public static Frame Hello(ulong number, ulong heard) =>
        new() { Hello = new Hello { Number = number, Heard = heard, Sector = 1, WallMs = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), ClockQuality = 2, SentMs = (long)number } };

    /// <summary>Says hello until both have heard each other.</summary>
    public async Task GreetAsync()
    {
        await SendAsync(Hello(1, 0));
        var theirs = await NextAsync(f => f.FrameCase == Frame.FrameOneofCase.Hello);
        await SendAsync(Hello(2, theirs!.Hello.Number));
    }

    /// <summary>What this member states of itself: its certificate.</summary>
    public static SignedFact Joined(BoxFolder folder, uint epoch = 1) =>
        Stated(folder, FactKinds.BoxJoined.Name, Lane.Life, 1, BoxCodec.SubjectOf(new NodeId((ushort)folder.Settings.Number)), BoxCodec.Serialise(folder.Self()), epoch);

    /// <summary>A fact of this member, signed where its lane is.</summary>
    public static SignedFact Stated(BoxFolder by, string kind, Lane lane, ulong seq, string subject, byte[] body, uint epoch = 1, int? origin = null)
    {
        var id = new FactId(new StreamKey(new NodeId((ushort)(origin ?? by.Settings.Number)), epoch, StreamId.Mesh), seq);
        var time = new HybridTime(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 0, ClockQuality.Trusted);
        var statement = FactCodec.Serialise(id, time, lane, kind, subject, 0, null, body);
        return new SignedFact
        {
            Statement = ByteString.CopyFrom(statement),
            Signature = lane.IsSigned() ? ByteString.CopyFrom(by.Identity.Sign(FactSigning.Bytes(statement))) : ByteString.Empty,
        };
    }

    public static Fact Read(SignedFact fact) => FactCodec.FromWire(fact);

    public async ValueTask DisposeAsync()
    {
        await _call.DisposeAsync();
        _channel.Dispose();
    }
}

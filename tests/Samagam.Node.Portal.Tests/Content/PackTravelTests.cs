using Microsoft.Extensions.Logging.Abstractions;
using Samagam.BoxHost;
using Samagam.BoxHost.Content;
using Samagam.Core.Content;
using Samagam.Mesh.Links.Peers;
using Samagam.Node.Content;
using Samagam.Node.Portal.Tests.Support;
using Samagam.TestBoxes;
using Samagam.TestKit;
using Samagam.Trust;
using Samagam.Wire.Content;

namespace Samagam.Node.Portal.Tests.Content;

/// <summary>Content packs from box to box: two real boxes, real files, real mutual TLS.</summary>
public sealed class PackTravelTests : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly TempFolder _disk = new();
    private Func<string, byte[], byte[]> _onItsWay = (_, data) => data;
    private LiveBox _one = null!;
    private LiveBox _two = null!;
    private ContentDepot _source = null!;
    private int _pieces;

    public async ValueTask InitializeAsync()
    {
        _one = await LiveBox.StartAsync(_authority.Issue(1, [_authority.Way(2)]), new LiveBoxParts { Content = box => Give(box) });
        _two = await LiveBox.StartAsync(_authority.Issue(2, [_authority.Way(1)]));
        await _one.UntilAsync(() => _one.IsUpWith(_two) && _two.IsUpWith(_one), "the link");
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        _authority.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task What_is_published_at_one_box_comes_into_force_at_the_next_with_its_sound()
    {
        await PublishAsync(Edition(2));
        var (depot, shelf) = (Depot("two"), new ContentShelf());
        var puller = Puller(depot, shelf);
        Assert.Equal(PullOutcome.InForce, await puller.StepAsync(PortalBox.Cancel));
        Assert.Equal((2, false), (shelf.InForce.Manifest.Version, shelf.InForce.Manifest.IsSample));
        var audio = shelf.InForce.AudioOf("ram-ghat").First(a => a.Language == "hi");
        using var sound = new MemoryStream();
        await using (var file = shelf.Shelved.Open(shelf.InForce.File(audio.File)!)!)
        {
            await file.CopyToAsync(sound, PortalBox.Cancel);
        }
        Assert.Equal(SampleContent.File(audio.File), sound.ToArray());
        Assert.Equal(PullOutcome.NothingNew, await puller.StepAsync(PortalBox.Cancel));
        // It is there after a restart, with nobody to ask.
        Assert.Equal(2, Depot("two").Newest()!.Value.Pack.Manifest.Version);
        // The next edition costs what changed.
        var before = puller.Bytes;
        await PublishAsync(Edition(3, extra: "news"));
        Assert.Equal(PullOutcome.InForce, await puller.StepAsync(PortalBox.Cancel));
        Assert.InRange(puller.Bytes - before, 1, 40_000);
        // What no edition needs any more is gone.
        await PublishAsync(Edition(4));
        Assert.Equal(PullOutcome.InForce, await puller.StepAsync(PortalBox.Cancel));
        Assert.Equal(shelf.InForce.Manifest.Files.Count, Directory.GetFiles(_disk.File("two/files")).Length);
    }

    [Fact]
    public async Task A_box_that_dies_half_way_goes_on_where_it_was()
    {
        await PublishAsync(Edition(2));
        var total = _source.InForce("ujjain")!.Files.Sum(f => f.Bytes);
        using var death = new CancellationTokenSource();
        _onItsWay = (_, data) =>
        {
            if (++_pieces == 30)
            {
                death.Cancel();
            }
            return data;
        };
        var first = Puller(Depot("two"), new ContentShelf());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.StepAsync(death.Token));
        Assert.InRange(first.Bytes, 1, total - 1);
        var shelf = new ContentShelf();
        var second = Puller(Depot("two"), shelf);
        Assert.Equal(PullOutcome.InForce, await second.StepAsync(PortalBox.Cancel));
        Assert.Equal(2, shelf.InForce.Manifest.Version);
        // Only the manifest and the piece that was on its way were fetched twice.
        Assert.InRange(first.Bytes + second.Bytes, total, total + (2 * 30_000) + (64 * 1_024));
    }

    [Fact]
    public async Task A_spoiled_piece_is_thrown_away_counted_and_fetched_again()
    {
        await PublishAsync(Edition(2));
        var spoilt = _source.InForce("ujjain")!.Files.Single(f => f.Name == "pois.json").Sha256;
        _onItsWay = (sha, data) =>
        {
            if (sha == spoilt && data.Length > 0)
            {
                data[0] ^= 1;
            }
            return data;
        };
        var shelf = new ContentShelf();
        var puller = Puller(Depot("two"), shelf);
        Assert.Equal(PullOutcome.NobodyHasIt, await puller.StepAsync(PortalBox.Cancel));
        Assert.Equal((1, false), (puller.Spoiled, shelf.IsGiven));
        _onItsWay = (_, data) => data;
        Assert.Equal(PullOutcome.InForce, await puller.StepAsync(PortalBox.Cancel));
    }

    [Fact]
    public async Task An_older_edition_never_replaces_a_newer_one_and_a_strangers_is_none()
    {
        await PublishAsync(Edition(3));
        var (depot, shelf) = (Depot("two"), new ContentShelf());
        var puller = Puller(depot, shelf);
        Assert.Equal(PullOutcome.InForce, await puller.StepAsync(PortalBox.Cancel));
        Assert.Contains("is version 2, and 3 is in force", Assert.IsType<ContentOutcome.Refused>(depot.Put(Edition(2))).Problem.ToString(), StringComparison.Ordinal);
        using var stranger = SigningKey.Create();
        var forged = SignedBlob.Sign(stranger, SignedKind.Content, Edition(9).Bytes);
        Assert.Contains("is not signed", Assert.IsType<ContentOutcome.Refused>(depot.Put(forged)).Problem.ToString(), StringComparison.Ordinal);
        // A box that tells of what nobody signed is not believed, and nothing moves.
        var told = new EditionSaid("ujjain", 9, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(forged.Bytes.Span)), 1);
        var editions = EditionBook.Empty.With(_one.Mesh.Log.BySubject("content/ujjain").Single(), told);
        var pieces = _pieces;
        Assert.Equal(PullOutcome.NobodyHasIt, await Puller(depot, shelf, () => editions).StepAsync(PortalBox.Cancel));
        Assert.Equal((3, pieces), (shelf.InForce.Manifest.Version, _pieces));
    }

    [Fact]
    public async Task A_pack_that_finds_no_room_is_left_where_it_is()
    {
        await PublishAsync(Edition(2));
        var total = _source.InForce("ujjain")!.Files.DistinctBy(f => f.Sha256).Sum(f => f.Bytes);
        Assert.Equal(PullOutcome.Refused, await Puller(Depot("small", total - 1), new ContentShelf()).StepAsync(PortalBox.Cancel));
        Assert.Empty(Directory.GetFiles(_disk.File("small/files")));
        Assert.Equal(PullOutcome.InForce, await Puller(Depot("enough", total), new ContentShelf()).StepAsync(PortalBox.Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_537)]
    public async Task A_neighbour_that_asks_for_more_than_a_piece_is_refused(int most)
    {
        await PublishAsync(Edition(2));
        using var channel = _two.Mesh.Dialer.Channel(_two.Folder.Neighbours()[0]);
        var refused = await Assert.ThrowsAsync<Rpc.RpcException>(() => channel.UnaryAsync<Wire.Content.V1.FetchRequest, Wire.Content.V1.FetchReply>(
            PeerDialer.FetchContentMethod, new Wire.Content.V1.FetchRequest { Sha256 = Google.Protobuf.ByteString.CopyFrom(new byte[32]), Most = (uint)most }, cancellation: PortalBox.Cancel));
        Assert.Equal(Rpc.RpcStatus.InvalidArgument, refused.Status);
    }

    private GiveContent Give(LiveBox box)
    {
        _source = new ContentDepot(_disk.File("one"), box.Folder.Identity.Authority.Key, new ContentLimits(), new BulkOptions { KeepFreeBytes = 0 });
        var give = ContentGate.Of(_source);
        return (from, request) =>
        {
            var reply = give(from, request);
            if (reply.Held)
            {
                reply.Data = Google.Protobuf.ByteString.CopyFrom(_onItsWay(Convert.ToHexStringLower(request.Sha256.Span), reply.Data.ToByteArray()));
            }
            return reply;
        };
    }

    private ContentDepot Depot(string name, long most = long.MaxValue) =>
        new(_disk.File(name), _two.Folder.Identity.Authority.Key, new ContentLimits(), new BulkOptions { MaxDepotBytes = most, KeepFreeBytes = 0 });

    private ContentPuller Puller(ContentDepot depot, ContentShelf shelf, Func<EditionBook>? editions = null) => new(
        depot,
        editions ?? (() => _two.Node.Picture.Snapshot.Editions),
        _two.Folder.Neighbours,
        _two.Mesh.Dialer,
        new BulkOptions { Share = 1 },
        (pack, _, _) =>
        {
            shelf.Put(new ShelvedPack(pack, depot.Open));
            return Task.CompletedTask;
        },
        TimeProvider.System,
        NullLogger.Instance);

    // The sample's files as an edition of an operator.
    private SignedBlob Edition(int version, string extra = "")
    {
        var folder = Directory.CreateDirectory(_disk.File("published")).FullName;
        var sample = SampleContent.Load().Manifest;
        foreach (var file in sample.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file.Name))!);
            File.WriteAllBytes(Path.Combine(folder, file.Name), SampleContent.File(file.Name));
        }
        File.WriteAllText(Path.Combine(folder, "news.txt"), extra);
        var news = ContentPackWriter.Describe("news.txt", System.Text.Encoding.UTF8.GetBytes(extra));
        return _authority.SignContent(ContentPackWriter.Manifest(sample with
        {
            Pack = "ujjain", Version = version, IsSample = false, Files = [.. sample.Files.Concat(extra.Length > 0 ? [news] : []).OrderBy(f => f.Name, StringComparer.Ordinal)],
        }));
    }

    private async Task PublishAsync(SignedBlob edition)
    {
        Assert.Null(_source.Import(_disk.File("published"), _source.Head(edition)!));
        var pack = Assert.IsType<ContentOutcome.Read>(_source.Put(edition)).Pack;
        Assert.True(await _one.Node.AnnounceContent.RunAsync(pack, PortalBox.Cancel));
        await _two.UntilAsync(() => _two.Node.Picture.Snapshot.Editions.All.Any(e => e.Said.Version == pack.Manifest.Version), "word of the edition");
    }
}

using System.Security.Cryptography;
using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Links.Trust;
using Samagam.Mesh.Store;
using Samagam.Sqlite;
using Samagam.TestKit;
using Samagam.Trust;
using Samagam.Wire.Boxes;
using Samagam.Wire.Duty;
using Samagam.Wire.Facts;
using Samagam.Wire.Sos;

namespace Samagam.Hub.Tests;

/// <summary>
/// A hub over a real SQLite file and real keys, with boxes whose signed facts come in by the hub's own front door. Time is by hand; the box
/// clocks agree with it unless a test says otherwise.
/// </summary>
public sealed class TestEvent : IAsyncDisposable
{
    public const ushort HubNumber = 900;
    private readonly TempFolder _folder = new();
    private readonly RandomNumberGenerator _luck = RandomNumberGenerator.Create();
    private readonly MeshAuthority _authority;
    private readonly MeshKey _meshKey;
    private readonly Dictionary<ushort, (NodeIdentity Identity, Box Box)> _boxes = [];
    private readonly Dictionary<StreamKey, ulong> _seqs = [];
    private readonly List<NodeIdentity> _identities = [];
    private SqliteFactLog? _log;

    private TestEvent()
    {
        _authority = MeshAuthority.Create("Test event", Time.GetUtcNow().AddDays(-1), _luck);
        _meshKey = MeshKey.Create(_luck);
        HubIdentity = Identity(HubNumber, NodeRole.Hub);
    }

    public ManualTime Time { get; } = new();
    public RandomNumberGenerator Luck => _luck;
    public NodeIdentity HubIdentity { get; }
    public HubApplication Hub { get; private set; } = null!;
    public PersonSealer Sealer => new(new SealedFields(_meshKey, _luck));
    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestEvent> OpenAsync()
    {
        var test = new TestEvent();
        await test.OpenHubAsync("hub.db");
        await test.JoinAsync(1, "Ram Ghat", "राम घाट", 1, 23.1850, 75.7670);
        await test.JoinAsync(2, "Datt Akhada", "दत्त अखाड़ा", 1, 23.1870, 75.7640);
        await test.JoinAsync(3, "Mangalnath", "मंगलनाथ", 2, 23.2150, 75.7800);
        return test;
    }

    /// <summary>The hub again, over this file: another name is an emptied hub.</summary>
    public async Task OpenHubAsync(string file)
    {
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
        _log = SqliteFactLog.Open(_folder.File(file), new SqliteOptions(), new WriteLaneOptions(), TimeProvider.System);
        var revocations = new Revocations(HubIdentity.Authority, RevocationList.Empty);
        Hub = await HubApplication.OpenAsync(
            new HubParts
            {
                Self = new Box(new NodeId(HubNumber), "Hub", "हब", 0, new GeoPoint(23.18, 75.77), IsHub: true, HubIdentity.Certificate.RawData),
                Log = _log,
                Signer = new FactSigner(HubIdentity),
                Trust = new OriginTrust(HubIdentity, revocations),
                Sealer = Sealer,
                Roads = new NoRoads(),
                Time = Time,
                Luck = new Random(1),
                Offload = work => work(),
            },
            Stop);
    }

    public VoucherGate Gate => new(HubIdentity, () => new BestTime(Time.GetUtcNow(), Trusted: true), _ => null, _luck, TimeSpan.FromHours(8));

    public string Voucher(StaffRole role, string name = "Asha")
    {
        var from = (uint)Time.GetUtcNow().AddHours(-1).ToUnixTimeSeconds();
        return new StaffVoucher(StaffVoucher.NewId(_luck), role, name, [], from, from + 90_000, HubIdentity.MeshName).Issue(_authority.Key).Value!;
    }

    public async Task JoinAsync(ushort number, string name, string nameHi, ushort sector, double lat, double lng)
    {
        var identity = Identity(number, NodeRole.Node);
        var box = new Box(new NodeId(number), name, nameHi, sector, new GeoPoint(lat, lng), IsHub: false, identity.Certificate.RawData);
        _boxes[number] = (identity, box);
        await TakeAsync(Make(number, FactKinds.BoxJoined, BoxCodec.SubjectOf(box.Node), BoxCodec.Serialise(box)));
    }

    public Task<Fact> DutyAsync(ushort box, string responder, string callSign, bool onDuty = true)
    {
        var at = _boxes[box].Box;
        ResponderId.TryParse(responder, out var id);
        var duty = new Core.Duty.DutyState(id, onDuty, callSign, "volunteer", [], at.Node, at.Sector, at.Point);
        return TakeAsync(Make(box, FactKinds.ResponderDuty, id.Subject, DutyCodec.Serialise(duty), edits: 1));
    }

    public SosId NewId(int n) => new(new Guid(n, 1, 4, [8, 0, 0, 0, 0, 0, 0, 1]));

    public SosRaised Call(SosType type = SosType.Medical, string label = "Pole R-7", bool drill = false) => new()
    {
        Type = type,
        Place = new Place(new GeoPoint(23.1851, 75.7671), 30, PlaceSource.PoleCode),
        People = 1,
        Door = SosDoor.Form,
        PlaceLabel = label,
        Language = "hi",
        Drill = drill,
    };

    /// <summary>A step stated by a box now, taken in by the hub. <paramref name="quality"/> below trusted: stamped at 1970.</summary>
    public Task<Fact> SayAsync(ushort box, SosId id, SosStep step, ClockQuality quality = ClockQuality.Trusted) =>
        TakeAsync(Make(box, SosCodec.KindOf(step), id.Subject, SosCodec.Serialise(step), quality: quality));

    public Fact Make(ushort box, FactKind kind, string subject, byte[] body, uint edits = 0, ClockQuality quality = ClockQuality.Trusted)
    {
        var key = new StreamKey(new NodeId(box), 1, StreamId.Mesh);
        var seq = _seqs[key] = _seqs.GetValueOrDefault(key) + 1;
        var time = new HybridTime(quality == ClockQuality.Unknown ? 1_000 + (long)seq : NowMs, (ushort)seq, quality);
        var statement = FactCodec.Serialise(new FactId(key, seq), time, kind.Lane, kind.Name, subject, edits, null, body);
        var signature = kind.Lane.IsSigned() ? _boxes[box].Identity.Sign(FactSigning.Bytes(statement)) : [];
        return FactCodec.Parse(statement, signature);
    }

    public async Task<Fact> TakeAsync(Fact fact)
    {
        var over = await Hub.Intake.TakeAsync(fact.Id.Origin, [fact]);
        Assert.Empty(over.Refused);
        return fact;
    }

    public static ResponderId Responder(string id) => ResponderId.TryParse(id, out var responder) ? responder : throw new ArgumentException(id);

    public async ValueTask DisposeAsync()
    {
        await _log!.DisposeAsync();
        _identities.ForEach(i => i.Dispose());
        _authority.Dispose();
        _meshKey.Dispose();
        _luck.Dispose();
        _folder.Dispose();
    }

    private NodeIdentity Identity(ushort number, NodeRole role)
    {
        var folder = _folder.File("box-" + number);
        Directory.CreateDirectory(folder);
        using var key = SigningKey.Create();
        using var certificate = _authority.Issue(number, role, key.Public, [], Time.GetUtcNow().AddHours(-1), Time.GetUtcNow().AddDays(400), _luck);
        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
        Write(NodeIdentity.CertificateFile, certificate.ExportCertificatePem() + "\n");
        Write(NodeIdentity.AuthorityFile, _authority.Certificate.ExportCertificatePem() + "\n");
        LimitedFile.Replace(Path.Combine(folder, NodeIdentity.KeyFile), System.Text.Encoding.UTF8.GetBytes(key.ToPem()), secret: true);
        LimitedFile.Replace(Path.Combine(folder, NodeIdentity.MeshKeyFile), System.Text.Encoding.UTF8.GetBytes(_meshKey.ToText()), secret: true);
        var loaded = NodeIdentity.Load(folder);
        Assert.True(loaded.Ok, loaded.ToString());
        _identities.Add(loaded.Value);
        return loaded.Value;
    }

    /// <summary>No neighbour is connected in these tests: facts come in by the intake.</summary>
    private sealed class NoRoads : IPeerRoads
    {
        public bool Send(NodeId peer, GossipFrame frame, Lane lane) => false;
    }
}

using Samagam.Core.Amenities;
using Samagam.Core.Auth;
using Samagam.Core.Boxes;
using Samagam.Core.Crowd;
using Samagam.Core.Gossip;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Core.Locations;
using Samagam.Core.Notices;
using Samagam.Core.People;
using Samagam.Core.Privacy;
using Samagam.Core.Sos;
using Samagam.Core.Warnings;
using Samagam.Mesh;
using Samagam.Mesh.Amenities;
using Samagam.Mesh.Boxes;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Orders;
using Samagam.Mesh.People;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Privacy;
using Samagam.Mesh.Warnings;
using Samagam.Node.Amenities;
using Samagam.Node.Auth;
using Samagam.Node.Content;
using Samagam.Node.Duty;
using Samagam.Node.Groups;
using Samagam.Node.Locations;
using Samagam.Node.Notices;
using Samagam.Node.People;
using Samagam.Node.Plans;
using Samagam.Node.Privacy;
using Samagam.Node.Routes;
using Samagam.Node.Sos;

namespace Samagam.Node;

/// <summary>What a node is given by its host or by the simulator; it takes nothing by itself.</summary>
public sealed record NodeParts
{
    public required Box Self { get; init; }
    public required bool ClockTrusted { get; init; }
    public required IFactLog Log { get; init; }
    public required ISigner Signer { get; init; }
    public required IOriginTrust Trust { get; init; }
    public required ISealer Sealer { get; init; }
    public required IPeerRoads Roads { get; init; }
    public required WalkTimes Walk { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>Luck of this box; children are drawn from it.</summary>
    public required Random Luck { get; init; }

    /// <summary>Runs work beside the gossip pump: the thread pool in the field, inline in the simulator.</summary>
    public required Func<Func<Task>, Task> Offload { get; init; }
    public GossipOptions Gossip { get; init; } = new();
    public DispatchOptions Dispatch { get; init; } = new();
    public CrowdOptions Crowd { get; init; } = new();
    public PeopleOptions People { get; init; } = new();
    public GroupOptions Groups { get; init; } = new();
    public AmenityOptions Amenities { get; init; } = new();
    public LocationOptions Locations { get; init; } = new();
    public AuthOptions Auth { get; init; } = new();
    public PrivacyOptions Privacy { get; init; } = new();

    /// <summary>32 bytes derived from the mesh's key for signing people in; the same at every box.</summary>
    public required ReadOnlyMemory<byte> AuthSecret { get; init; }

    /// <summary>Ways by which one-time codes leave this box.</summary>
    public IReadOnlyList<IOtpChannel> OtpChannels { get; init; } = [];
    public WarningOptions Warnings { get; init; } = new();
    public NoticeOptions Notices { get; init; } = new();

    /// <summary>Ways to people beyond the app; without any, notices stay in the app.</summary>
    public IReadOnlyList<INoticeChannel> NoticeChannels { get; init; } = [];

    /// <summary>The proved telephone number of a person; empty for none.</summary>
    public Func<NodeApplication, PersonId, string> PhoneOf { get; init; } =
        (node, person) => node.People.AccountOf(person) is { Verified: true } account ? node.People.PhoneOf(account) ?? "" : "";
}

/// <summary>
/// The application of a box: state, use cases and pumps, wired the same way in the field and in the simulator. Doors name the
/// use cases; nothing here names a door.
/// </summary>
public sealed class NodeApplication
{
    /// <summary>Between two notes of what was seen of the calls' way.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;

    private NodeApplication(NodeParts parts, FactDesk desk, EventPicture picture, PeopleIndex people)
    {
        parts.Gossip.Validate();
        parts.Warnings.Validate();
        parts.Notices.Validate();
        parts.Dispatch.Validate();
        parts.People.Validate();
        parts.Groups.Validate();
        parts.Locations.Validate();
        parts.Auth.Validate();
        _time = parts.Time;
        Self = parts.Self;
        Desk = desk;
        Picture = picture;
        Vault = new PersonVault(parts.Sealer);
        Intake = new FactIntake(desk, parts.Trust, parts.Self);
        var machine = new GossipMachine(
            parts.Self.Node,
            new Following(parts.Self.Sector, Everything: false),
            parts.Gossip,
            new Random(parts.Luck.Next()),
            parts.Log.Known());
        Mesh = new MeshPump(machine, Intake, desk, parts.Roads, parts.Time, parts.Offload);
        Evidence = new CaseEvidence(desk, picture);
        Mesh.OnNotice(Evidence.Take);
        Dispatch = new DispatchPump(desk, picture, parts.Self, parts.Dispatch, parts.Walk, parts.Time);
        Raise = new RaiseSos(desk, picture, Vault, parts.Self, new Random(parts.Luck.Next()));
        Receive = new ReceiveOffer(desk);
        Accept = new AcceptSos(desk);
        Decline = new DeclineSos(desk);
        Arrive = new ArriveAtSos(desk);
        HandOver = new HandOverSos(desk);
        Resolve = new ResolveSos(desk);
        Locate = new LocateSos(desk);
        Duty = new SetDuty(desk, picture);
        Map = new LiveMap(desk, picture, parts.Crowd, parts.Time);
        ReportCrowd = new ReportCrowd(desk, picture, parts.Crowd, zone => Map.View?.Map.HasCrowdZone(zone) ?? false);
        Orders = new GiveOrder(desk, picture);
        Profiles = new PersonBook(desk, Vault);
        SaveProfile = new SaveProfile(desk, Vault, Profiles, parts.People);
        SavePreferences = new SavePreferences(desk, Vault, Profiles);
        KeepPin = new KeepPin(desk, Vault, Profiles, parts.People);
        RemovePin = new RemovePin(desk);
        Groups = new GroupBook(desk, Vault);
        CreateGroup = new CreateGroup(desk, Vault, Groups, parts.Groups);
        JoinGroup = new JoinGroup(desk, Vault, Groups, parts.Groups);
        Membership = new ChangeMembership(desk, Vault, Groups, parts.Groups);
        OwnGroup = new OwnGroup(desk, Groups);
        Consents = new ConsentBook(desk, Profiles);
        SayConsent = new SayConsent(desk, Consents);
        Export = new ExportPerson(desk, Vault, picture, parts.Privacy);
        Erase = new ErasePerson(desk);
        Audit = new AuditTrail(desk, parts.Time, parts.Privacy);
        Retention = new RetentionPump(desk, parts.Privacy, parts.Time, isHub: false);
        Privacy = parts.Privacy;
        desk.OnErased(ErasePerson.FollowAccounts);
        desk.OnErased(RaiseSos.ForgetDevice);
        GroupBells = new GroupBells(desk, Groups, parts.Groups);
        Limits = (parts.People, parts.Groups);
        AnnounceContent = new AnnounceContent(desk, picture);
        Plans = new FollowPlan(desk, Vault);
        parts.Amenities.Validate();
        AmenityOptions = parts.Amenities;
        SayAmenity = new SayAmenity(desk, picture, parts.Amenities, id => Map.Ground?.AmenityById(id) is not null);
        Voices = new AmenityVoices(parts.Amenities, parts.Time);
        ReportAmenity = new ReportAmenity(desk, picture, Voices, parts.Amenities, id => Map.View?.Map.AmenityById(id) is not null);
        Places = new LivePlaces(desk, Groups, parts.Locations, parts.Time);
        Fences = new FenceShelf(parts.Log, parts.Locations);
        SayFence = new SayFence(desk, Fences, parts.Locations);
        TrailBook = new TrailBook(desk, Vault, parts.Locations);
        Trails = new TrailKeeper(desk, Vault, TrailBook, Profiles, Consents, parts.Locations, parts.Time);
        UpdateLocation = new UpdateLocation(desk, Places, Fences, Trails);
        SyncLocations = new SyncLocations(desk, UpdateLocation, Trails, parts.Locations);
        LiveRoad = new LiveRoad(parts.Self.Node, Mesh, desk, Places, parts.Locations, parts.Time);
        LocationLimits = parts.Locations;
        People = new PeopleDesk(
            desk, Vault, people, new AuthSecrets(parts.AuthSecret.Span, parts.Self.Node.Number), new OtpPost(parts.OtpChannels, parts.Auth.Otp, parts.Time), parts.Auth);
        IssueWarning = new IssueWarning(desk, picture, parts.Warnings);
        CancelWarning = new CancelWarning(picture, IssueWarning);
        NoticeRows = new NoticeRows(parts.Log, Vault, parts.Notices);
        SendNotice = new SendNotice(desk, Vault, NoticeRows, parts.Notices);
        NoteNotice = new NoteNotice(desk);
        SetNotices = new SetNotices(desk, Vault, parts.Notices);
        Templates = new NoticeTemplates();
        NoticePump = new NoticePump(desk, NoticeRows, SendNotice, Templates, parts.Notices, parts.NoticeChannels, person => parts.PhoneOf(this, person), parts.Time);
    }

    public Box Self { get; }
    public FactDesk Desk { get; }
    public EventPicture Picture { get; }
    public PersonVault Vault { get; }
    public FactIntake Intake { get; }
    public MeshPump Mesh { get; }
    public DispatchPump Dispatch { get; }
    public CaseEvidence Evidence { get; }
    public RaiseSos Raise { get; }
    public ReceiveOffer Receive { get; }
    public AcceptSos Accept { get; }
    public DeclineSos Decline { get; }
    public ArriveAtSos Arrive { get; }
    public HandOverSos HandOver { get; }
    public ResolveSos Resolve { get; }
    public LocateSos Locate { get; }
    public SetDuty Duty { get; }
    public LiveMap Map { get; }
    public ReportCrowd ReportCrowd { get; }
    public GiveOrder Orders { get; }
    public PersonBook Profiles { get; }
    public SaveProfile SaveProfile { get; }
    public SavePreferences SavePreferences { get; }
    public KeepPin KeepPin { get; }
    public RemovePin RemovePin { get; }
    public GroupBook Groups { get; }
    public CreateGroup CreateGroup { get; }
    public JoinGroup JoinGroup { get; }
    public ChangeMembership Membership { get; }
    public OwnGroup OwnGroup { get; }
    public GroupBells GroupBells { get; }

    /// <summary>For doors that name a field before a use case refuses all of it.</summary>
    public (PeopleOptions People, GroupOptions Groups) Limits { get; }
    public AnnounceContent AnnounceContent { get; }
    public FollowPlan Plans { get; }
    public SayAmenity SayAmenity { get; }
    public ReportAmenity ReportAmenity { get; }
    public AmenityVoices Voices { get; }
    public AmenityOptions AmenityOptions { get; }

    /// <summary>Where people are just now.</summary>
    public LivePlaces Places { get; }
    public FenceShelf Fences { get; }
    public SayFence SayFence { get; }
    public TrailBook TrailBook { get; }
    public TrailKeeper Trails { get; }
    public UpdateLocation UpdateLocation { get; }
    public SyncLocations SyncLocations { get; }
    public LiveRoad LiveRoad { get; }
    public LocationOptions LocationLimits { get; }

    /// <summary>Accounts and sign-ins.</summary>
    public PeopleDesk People { get; }
    public IssueWarning IssueWarning { get; }
    public CancelWarning CancelWarning { get; }
    public NoticeRows NoticeRows { get; }
    public SendNotice SendNotice { get; }
    public NoteNotice NoteNotice { get; }
    public SetNotices SetNotices { get; }
    public NoticeTemplates Templates { get; }
    public NoticePump NoticePump { get; }

    /// <summary>What may be done with what is a person's.</summary>
    public ConsentBook Consents { get; }
    public SayConsent SayConsent { get; }
    public ExportPerson Export { get; }
    public ErasePerson Erase { get; }

    /// <summary>Where every look of staff at what is personal is recorded.</summary>
    public AuditTrail Audit { get; }
    public RetentionPump Retention { get; }
    public PrivacyOptions Privacy { get; }

    /// <summary>What people can visit.</summary>
    public ContentShelf Content { get; } = new();

    /// <summary>Opens the application over its log: settles epoch and clock, rebuilds the picture, states the box, reads back its waits.</summary>
    public static async Task<NodeApplication> OpenAsync(NodeParts parts, CancellationToken cancellation)
    {
        var desk = await FactDesk.OpenAsync(IdentityOf(parts), parts.Log, parts.Signer, parts.Time, cancellation).ConfigureAwait(false);
        var people = new PeopleIndex(parts.Log, parts.Auth, parts.Time);
        var picture = EventPicture.Follow(parts.Log, people.Take);
        var node = new NodeApplication(parts, desk, picture, people);
        await JoinMesh.RunAsync(desk, parts.Self, cancellation).ConfigureAwait(false);
        await node.Dispatch.RememberAsync(cancellation).ConfigureAwait(false);
        await node.Evidence.RememberAsync(cancellation).ConfigureAwait(false);
        await node.NoticePump.RememberAsync(cancellation).ConfigureAwait(false);
        return node;
    }

    /// <summary>
    /// The application of a box whose store could not be opened: its doors answer, it knows nothing and keeps nothing, and every call is
    /// answered with <see cref="RaiseOutcome.NotSaved"/>, so that the door hands it to a neighbour.
    /// </summary>
    public static NodeApplication OpenClosed(NodeParts parts, ClosedLog log) =>
        new(parts with { Log = log }, FactDesk.Closed(IdentityOf(parts), log, parts.Signer, parts.Time), EventPicture.Follow(log), new PeopleIndex(log, parts.Auth, parts.Time));

    /// <summary>The ladder of a call as this box can honestly tell it; null when the call is not known here.</summary>
    public Ladder? LadderOf(Core.Ids.SosId id)
    {
        if (Picture.Snapshot.Sos.Find(id) is not { } sos)
        {
            return null;
        }
        var (copies, copiedAt, hubAt) = Evidence.Of(sos);
        return Ladder.Of(sos, copies, copiedAt, hubAt);
    }

    /// <summary>Runs the pumps until <paramref name="stop"/>.</summary>
    public Task RunAsync(CancellationToken stop) => Pumps.RunAsync(
        Mesh.RunAsync(stop), Dispatch.RunAsync(stop), NoticePump.RunAsync(stop), SaveEvidenceAsync(stop), GroupBells.RunAsync(stop), Audit.RunAsync(stop), Retention.RunAsync(stop),
        LiveRoad.RunAsync(stop), new TrailPump(Trails, _time).RunAsync(stop));

    private static BoxIdentity IdentityOf(NodeParts parts) => new(parts.Self.Node, parts.Self.Sector, IsHub: false, parts.ClockTrusted);

    private async Task SaveEvidenceAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(SaveEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await Evidence.SaveAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}

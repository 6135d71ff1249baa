using Samagam.Core.Boxes;
using Samagam.Core.Crowd;
using Samagam.Core.Gossip;
using Samagam.Core.Privacy;
using Samagam.Core.Warnings;
using Samagam.Hub.Crowd;
using Samagam.Hub.Receipts;
using Samagam.Mesh;
using Samagam.Mesh.Boxes;
using Samagam.Mesh.Crowd;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Orders;
using Samagam.Mesh.People;
using Samagam.Mesh.Picture;
using Samagam.Mesh.Privacy;
using Samagam.Mesh.Warnings;

namespace Samagam.Hub;

/// <summary>What the hub is given by its host or by the simulator.</summary>
public sealed record HubParts
{
    public required Box Self { get; init; }
    public required IFactLog Log { get; init; }
    public required ISigner Signer { get; init; }
    public required IOriginTrust Trust { get; init; }
    public required ISealer Sealer { get; init; }
    public required IPeerRoads Roads { get; init; }
    public required TimeProvider Time { get; init; }
    public required Random Luck { get; init; }
    public required Func<Func<Task>, Task> Offload { get; init; }
    public GossipOptions Gossip { get; init; } = new();
    public CrowdOptions Crowd { get; init; } = new();
    public PrivacyOptions Privacy { get; init; } = new();
    public WarningOptions Warnings { get; init; } = new();
}

/// <summary>
/// The hub: a peer that never forgets. Takes every fact exactly once by its full identity, folds the picture of the whole event,
/// answers with receipts. An empty hub is refilled by the boxes.
/// </summary>
public sealed class HubApplication
{
    private HubApplication(HubParts parts, FactDesk desk, EventPicture picture)
    {
        parts.Gossip.Validate();
        parts.Warnings.Validate();
        Self = parts.Self;
        Desk = desk;
        Picture = picture;
        Vault = new PersonVault(parts.Sealer);
        Intake = new FactIntake(desk, parts.Trust, parts.Self);
        var machine = new GossipMachine(
            parts.Self.Node,
            new Following(parts.Self.Sector, Everything: true),
            parts.Gossip,
            new Random(parts.Luck.Next()),
            parts.Log.Known());
        Mesh = new MeshPump(machine, Intake, desk, parts.Roads, parts.Time, parts.Offload);
        Receipts = new ReceiptPump(desk, parts.Time);
        Zones = new ZoneWatch(desk, picture, parts.Crowd, parts.Time);
        ReportCrowd = new ReportCrowd(desk, picture, parts.Crowd, zone => Zones.Map?.HasCrowdZone(zone) ?? false);
        Orders = new GiveOrder(desk, picture);
        Erase = new ErasePerson(desk);
        Audit = new AuditTrail(desk, parts.Time, parts.Privacy);
        Retention = new RetentionPump(desk, parts.Privacy, parts.Time, isHub: true);
        desk.OnErased(ErasePerson.FollowAccounts);
        IssueWarning = new IssueWarning(desk, picture, parts.Warnings);
        CancelWarning = new CancelWarning(picture, IssueWarning);
    }

    public Box Self { get; }
    public FactDesk Desk { get; }
    public EventPicture Picture { get; }
    public PersonVault Vault { get; }
    public FactIntake Intake { get; }
    public MeshPump Mesh { get; }
    public ReceiptPump Receipts { get; }
    public ZoneWatch Zones { get; }
    public ReportCrowd ReportCrowd { get; }
    public GiveOrder Orders { get; }
    public ErasePerson Erase { get; }

    /// <summary>Where every look of staff at what is personal is recorded.</summary>
    public AuditTrail Audit { get; }
    public RetentionPump Retention { get; }
    public IssueWarning IssueWarning { get; }
    public CancelWarning CancelWarning { get; }

    public static async Task<HubApplication> OpenAsync(HubParts parts, CancellationToken cancellation)
    {
        var identity = new BoxIdentity(parts.Self.Node, parts.Self.Sector, IsHub: true, ClockTrusted: true);
        var desk = await FactDesk.OpenAsync(identity, parts.Log, parts.Signer, parts.Time, cancellation).ConfigureAwait(false);
        var picture = EventPicture.Follow(parts.Log);
        var hub = new HubApplication(parts, desk, picture);
        await JoinMesh.RunAsync(desk, parts.Self, cancellation).ConfigureAwait(false);
        return hub;
    }

    public Task RunAsync(CancellationToken stop) => Pumps.RunAsync(Mesh.RunAsync(stop), Receipts.RunAsync(stop), Zones.RunAsync(stop), Audit.RunAsync(stop), Retention.RunAsync(stop));
}

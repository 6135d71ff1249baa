using Samagam.Core.Boxes;
using Samagam.Hub;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Picture;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Stories;
using Samagam.Simulation.Trust;

namespace Samagam.Simulation.Actors;

/// <summary>The hub, running the real hub application.</summary>
public sealed class SimHub(Story story, Box self, string name, SimDisk disk) : SimStation(story, self, name, disk)
{
    private bool _stepping;

    public HubApplication? Application { get; private set; }

    public override FactDesk? Desk => Application?.Desk;
    public override EventPicture? Picture => Application?.Picture;
    public override MeshPump? Mesh => Application?.Mesh;

    protected override async Task OpenApplicationAsync(IFactLog log, IPeerRoads roads, Func<Func<Task>, Task> offload)
    {
        var life = Life;
        var application = await HubApplication.OpenAsync(
            new HubParts
            {
                Self = Self,
                Log = log,
                Signer = new SimSigner(Story.Authority, Node),
                Trust = Trust!,
                Sealer = new SimSealer(Story.Authority, NewLuck()),
                Roads = roads,
                Time = Time!,
                Luck = NewLuck(),
                Offload = offload,
                Gossip = Story.Options.Gossip,
                Crowd = Story.Options.Crowd,
            },
            CancellationToken.None).ConfigureAwait(false);
        if (life == Life)
        {
            Application = application;
        }
    }

    protected override void StartPumps(int life)
    {
        _stepping = false;
        EveryMs(life, Story.Options.ReceiptTickMs, () =>
        {
            if (_stepping)
            {
                return;
            }
            _stepping = true;
            Story.Run($"receipts of {Name}", async () =>
            {
                await Application!.Receipts.StepAsync(CancellationToken.None).ConfigureAwait(false);
                if (life == Life)
                {
                    _stepping = false;
                }
            });
        });
    }

    protected override void Close() => Application = null;
}

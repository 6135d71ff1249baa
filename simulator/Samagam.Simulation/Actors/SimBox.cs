using Samagam.Core.Boxes;
using Samagam.Core.Geo;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Picture;
using Samagam.Node;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Stories;
using Samagam.Simulation.Trust;

namespace Samagam.Simulation.Actors;

/// <summary>A box of the mesh, running the real node application.</summary>
public sealed class SimBox(Story story, Box self, string name, SimDisk disk) : SimStation(story, self, name, disk)
{
    /// <summary>Walking speed in a crowd, metres per second.</summary>
    public const double WalkMps = 1.1;

    private bool _stepping;
    private bool _rung;

    public NodeApplication? Application { get; private set; }

    public override FactDesk? Desk => Application?.Desk;
    public override EventPicture? Picture => Application?.Picture;
    public override MeshPump? Mesh => Application?.Mesh;

    protected override async Task OpenApplicationAsync(IFactLog log, IPeerRoads roads, Func<Func<Task>, Task> offload)
    {
        var life = Life;
        var application = await NodeApplication.OpenAsync(
            new NodeParts
            {
                Self = Self,
                ClockTrusted = ClockTrusted,
                Log = log,
                Signer = new SimSigner(Story.Authority, Node),
                Trust = Trust!,
                Sealer = new SimSealer(Story.Authority, NewLuck()),
                Roads = roads,
                Walk = Walk,
                Time = Time!,
                Luck = NewLuck(),
                Offload = offload,
                Gossip = Story.Options.Gossip,
                Dispatch = Story.Options.Dispatch,
            },
            CancellationToken.None).ConfigureAwait(false);
        if (life == Life)
        {
            Application = application;
        }
    }

    protected override void StartPumps(int life)
    {
        (_stepping, _rung) = (false, false);
        Application!.Picture.OnChanged((_, facts) =>
        {
            if (life == Life && facts.Any(f => f.Kind.StartsWith("sos.", StringComparison.Ordinal)))
            {
                _rung = true;
                World.AfterMs(0, () => StepDispatch(life));
            }
        });
        EveryMs(life, Story.Options.DispatchTickMs, () => StepDispatch(life));
        EveryMs(life, NodeApplication.SaveEvery.TotalMilliseconds, () => Story.Run($"evidence of {Name}", async () => await Application!.Evidence.SaveAsync(CancellationToken.None).ConfigureAwait(false)));
    }

    protected override void Close() => Application = null;

    /// <summary>One step of the dispatch pump, never two at once; a bell rung meanwhile means another.</summary>
    private void StepDispatch(int life)
    {
        if (life != Life || !Up || _stepping)
        {
            return;
        }
        (_stepping, _rung) = (true, false);
        Story.Run($"dispatch of {Name}", async () =>
        {
            await Application!.Dispatch.StepAsync(CancellationToken.None).ConfigureAwait(false);
            if (life == Life)
            {
                _stepping = false;
                if (_rung)
                {
                    World.AfterMs(0, () => StepDispatch(life));
                }
            }
        });
    }

    private static IReadOnlyList<int?> Walk(GeoPoint from, IReadOnlyList<GeoPoint> to) => [.. to.Select(p => (int?)(int)(from.DistanceM(p) / WalkMps))];
}

using Samagam.Core.Boxes;
using Samagam.Core.Facts;
using Samagam.Core.Geo;
using Samagam.Mesh.Facts;
using Samagam.Mesh.Gossip;
using Samagam.Mesh.Picture;
using Samagam.Node;
using Samagam.Node.Crowd;
using Samagam.Node.Routes;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Stories;
using Samagam.Simulation.Town;
using Samagam.Simulation.Trust;

namespace Samagam.Simulation.Actors;

/// <summary>A box of the mesh, running the real node application.</summary>
public sealed class SimBox(Story story, Box self, string name, SimDisk disk) : SimStation(story, self, name, disk)
{
    /// <summary>Walking speed in a crowd, metres per second.</summary>
    public const double WalkMps = 1.1;

    private bool _stepping;
    private bool _rung;
    private bool _mapRung;

    public NodeApplication? Application { get; private set; }

    /// <summary>What the pilgrims at this box say, in its present life.</summary>
    public PilgrimReports? Pilgrims { get; private set; }

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
                Crowd = Story.Options.Crowd,
                Groups = Story.Options.Groups,
                AuthSecret = new byte[32],
            },
            CancellationToken.None).ConfigureAwait(false);
        if (life == Life)
        {
            (Application, Pilgrims) = (application, new PilgrimReports(Time!));
        }
    }

    protected override void StartPumps(int life)
    {
        (_stepping, _rung, _mapRung) = (false, false, false);
        if (Story.Options.Paths)
        {
            StartPaths(life);
        }
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

    protected override void Close() => (Application, Pilgrims) = (null, null);

    /// <summary>The live map as the field runs it: woken by facts, else each second.</summary>
    private void StartPaths(int life)
    {
        var map = Application!.Map;
        map.OnChanged((now, before) =>
        {
            if (life == Life)
            {
                Story.PathsChanged(this, now, before);
            }
        });
        map.Put(SimTown.Map);
        Application.Picture.OnChanged((_, facts) =>
        {
            if (life == Life && !_mapRung && facts.Any(f => f.Kind == FactKinds.CrowdReported.Name || f.Kind == FactKinds.WayOrdered.Name))
            {
                _mapRung = true;
                World.AfterMs(0, () => StepMap(life));
            }
        });
        EveryMs(life, LiveMap.Tick.TotalMilliseconds, () => StepMap(life));
    }

    private void StepMap(int life)
    {
        if (life == Life)
        {
            _mapRung = false;
            Application?.Map.Step();
        }
    }

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

using Samagam.Core.Facts;
using Samagam.Core.Gossip;
using Samagam.Core.Ids;
using Samagam.Mesh.Picture;
using Samagam.Routing.Conditions;
using Samagam.Simulation.Actors;
using Samagam.Simulation.Disk;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Checks;

/// <summary>
/// Watches one promise through a whole story; the class's name is the promise. Told of everything, changes nothing; says
/// <see cref="Violated"/> when it was broken.
/// </summary>
public abstract class Checker
{
    public string Promise => GetType().Name;

    protected Story Story { get; private set; } = null!;

    public void Join(Story story)
    {
        Story = story;
        Start();
    }

    protected virtual void Start()
    {
    }

    /// <summary>These have just become durable at a station, before anything else knows.</summary>
    public virtual void Committed(SimStation at, IReadOnlyList<Fact> facts)
    {
    }

    /// <summary>A frame leaves a station.</summary>
    public virtual void Sending(SimStation from, NodeId to, GossipFrame frame, Lane lane)
    {
    }

    public virtual void Noticed(SimStation at, GossipOutput notice)
    {
    }

    public virtual void PictureChanged(SimStation at, PictureSnapshot before, PictureSnapshot now, IReadOnlyList<Fact> facts)
    {
    }

    /// <summary>A caller has just been told "saved on this box".</summary>
    public virtual void Acknowledged(SimStation at, SosId id)
    {
    }

    /// <summary>A caller has just been told that this box cannot save.</summary>
    public virtual void Refused(SimStation at)
    {
    }

    /// <summary>A station lost its power; what it did not sync is gone.</summary>
    public virtual void Crashed(SimStation at)
    {
    }

    /// <summary>A station runs again, its application open.</summary>
    public virtual void Booted(SimStation at)
    {
    }

    /// <summary>A station's disk was replaced by an empty one or by an old image.</summary>
    public virtual void DiskReplaced(SimStation at, SimDisk old)
    {
    }

    /// <summary>A box has put new conditions of its paths in force.</summary>
    public virtual void PathsChanged(SimBox at, PathConditions now, PathConditions? before)
    {
    }

    /// <summary>A walker was answered.</summary>
    public virtual void Asked(SimBox at, AskedRoute asked)
    {
    }

    /// <summary>Once a second of the story.</summary>
    public virtual void EverySecond()
    {
    }

    /// <summary>All faults are over and every station agrees (or had long enough to).</summary>
    public virtual void AtEnd()
    {
    }

    protected void Violated(string how) => Story.Violate(Promise, how);

    protected void Hold(bool promise, string how)
    {
        if (!promise)
        {
            Violated(how);
        }
    }
}

namespace Samagam.Simulation.Disk;

/// <summary>What a crash makes of the commit that was on its way to the disk.</summary>
public enum CrashFate
{
    /// <summary>Nothing of it reached the platter.</summary>
    Lost,

    /// <summary>A part did; its checksum fails, so opening cuts it off.</summary>
    Torn,

    /// <summary>All of it did, though nobody was ever told.</summary>
    Survived,
}

/// <summary>
/// A disk with one store on it. <see cref="State"/> is exactly what a power cut leaves behind; what has been written and not yet
/// synced lives in <see cref="SimFactLog"/> and dies with it.
/// </summary>
public sealed class SimDisk(string identity, FactState state)
{
    /// <summary>Names the file; a copy gets another.</summary>
    public string Identity { get; } = identity;

    public FactState State { get; } = state;

    /// <summary>Nothing more fits.</summary>
    public bool Full { get; set; }

    /// <summary>The next so many syncs fail.</summary>
    public int FailingSyncs { get; set; }

    /// <summary>The file cannot be read any more: opening must say so.</summary>
    public bool Rotten { get; set; }

    /// <summary>How long one sync takes, ms.</summary>
    public double SyncMs { get; set; } = 2;

    /// <summary>
    /// Confirms a write before it is down, as cheap disks do. No promise can be kept on such a disk: it exists to prove that the
    /// checkers notice, and is never drawn.
    /// </summary>
    public bool Lies { get; init; }

    /// <summary>This disk as an image made now, under a new name.</summary>
    public SimDisk CopyAs(string identity) => new(identity, State.Copy());
}

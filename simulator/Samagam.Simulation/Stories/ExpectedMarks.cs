namespace Samagam.Simulation.Stories;

/// <summary>
/// Marks a swarm of some thousand seeds must have seen. A fault or a path that never happens here is one the checkers prove nothing
/// about.
/// </summary>
public static class ExpectedMarks
{
    /// <summary>Seeds after which a mark that was never seen counts as a failure.</summary>
    public const int AfterSeeds = 2_000;

    public static readonly IReadOnlyList<string> All =
    [
        "caller: a form was posted",
        "caller: a panic button was pressed",
        "caller: a retry met its own case",
        "caller: cancelled",
        "caller: gave personal details",
        "caller: linked as possibly the same",
        "caller: pressed again",
        "caller: repeated the same call",
        "caller: was told the truth, not saved",
        "claims: one stamped by a clock of unknown quality stood",
        "claims: several on one case",
        "clock: a box booted in 1970",
        "clock: jumped",
        "crash: a commit on its way was lost",
        "crash: a commit on its way was survived",
        "crash: a commit on its way was torn",
        "crash: kill -9",
        "crash: power gone between two sends",
        "crash: power gone with a commit announced",
        "crash: power gone with a commit synced",
        "crash: power gone with a commit written",
        "disk: a store refused to open",
        "disk: a sync failed",
        "disk: a write was refused",
        "disk: full",
        "disk: restored from an old backup",
        "disk: rotten, replaced by an empty one",
        "disk: slow",
        "epoch: a neighbour knew more of a box than the box",
        "epoch: rose over a new disk",
        "facts: a tombstone stood",
        "hub: database deleted",
        "hub: killed",
        "hub: receipt",
        "identity: two boxes with one",
        "ladder: copied to a neighbour",
        "loss: a call died with the only disk that held it",
        "net: a frame came twice",
        "net: a frame overtook another",
        "net: a frame was lost",
        "net: a link flapped",
        "net: a link was cut",
        "net: a link went one-way",
        "net: a malformed fact was left out of its frame",
        "net: a relay damaged a signed fact",
        "net: frames queued behind each other",
        "net: the mesh was split",
        "ring: opened",
        "ring: two islands notified",
        "ring: widened, AllDeclined",
        "ring: widened, HandedOver",
        "ring: widened, NoAnswer",
        "ring: widened, NoArrival",
        "ring: widened, NobodyThere",
        "story: the control room closed what was still open",
        "story: without any fault",
        "volunteer: accepted",
        "volunteer: arrived",
        "volunteer: declined",
        "volunteer: gave a claim back",
        "volunteer: moved to another box",
        "volunteer: resolved",
        "volunteer: was stood down",
        "volunteer: went off or on duty",
    ];
}

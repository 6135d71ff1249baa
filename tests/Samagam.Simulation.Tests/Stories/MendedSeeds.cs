namespace Samagam.Simulation.Tests.Stories;

/// <summary>
/// Seeds of the present drawing of options that once broke a promise. A change of the drawing gives a seed another story; it is kept
/// all the same: it costs little and has proved to be a hard one.
/// </summary>
internal static class MendedSeeds
{
    public static readonly IReadOnlyList<int> All =
    [
        // A box that got two disks within one second began the same life twice (the simulated tech was too fast).
        111,
        // A hub whose file was deleted began the same life twice within a minute.
        3, 4, 7, 12,
        // Stamps ran back over a restart with the clock behind.
        24, 26, 29,
        // A slow disk's time was credited to a window that had only just begun.
        1, 79,
        // An extra claim, stood down at once, gave the standing one its promise anew.
        2329, 2584, 2816,
        // A flipped bit in the lane took a signed fact out of the signed lanes.
        108860,
        // A neighbour was told what was cleared, lost the tombstone on the way, and passed the hole on.
        103651,
        // A box did not believe its own earlier life: nobody had shown it its own certificate.
        104388,
        // Receipts of a case asked again for ever kept one fact on its way at every moment (the story had no end).
        109552,
        // The same old backup brought back twice under a clock that ran behind: the same life twice.
        302192,
        // A damaged fact, not looked at because its name was known, counted as a copy at the neighbour.
        507407,
        // Twins that began in the same second said different things under one name (kept apart, and not to be merged).
        303356,
        // A lifted order came back: it was changed elsewhere at the same time, or given again.
        23, 30, 31,
        // A gate was opened by area up to where a crowd zone cut the street, and no further.
        416, 584,
        // Orders that began and ended around three looks in a row were held against the box (the checker asked too much).
        975,
        // A twin pushed the epoch ahead of the clock, and the next disk did not know how far.
        6986,
    ];
}

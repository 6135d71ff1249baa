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
    ];
}

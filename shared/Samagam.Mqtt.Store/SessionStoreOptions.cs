using Samagam.Sqlite;

namespace Samagam.Mqtt.Store;

/// <summary>
/// Limits of the file sessions are kept in. How many sessions, messages and bytes there may be is the broker's affair
/// (<see cref="Samagam.Mqtt.Broker.MqttBrokerOptions"/>); these bound what the file may cost the box.
/// </summary>
public sealed class SessionStoreOptions
{
    /// <summary>Largest size of the file in bytes, at least 256 KiB; beyond it sessions are kept in memory only. The default
    /// holds the broker's own default of 128 MiB of waiting messages and 16 MiB of retained ones, with their index.</summary>
    public long MaxFileBytes { get; set; } = 256L << 20;

    /// <summary>While less than this is free on the disk nothing new is written here: what room is left is for calls for help,
    /// whose own reserve is smaller. 0 switches it off.</summary>
    public long ReserveBytes { get; set; } = 128L << 20;

    /// <summary>How long a file that could not be written is left alone before it is tried again.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Changes that may wait for a file that cannot be written, 1 or more. Beyond it the file is given up until the
    /// next start.</summary>
    public int MaximumBehind { get; set; } = 200_000;

    /// <summary>True: an acknowledged message survives a power cut, at the price of a sync for each commit. False: it survives
    /// the death of the process only.</summary>
    public bool SurvivesPowerCut { get; set; } = true;

    /// <summary>Name of a registered SQLite VFS; null is the system's. Used to put a faulty disk under the store.</summary>
    public string? Vfs { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 256 << 10);
        ArgumentOutOfRangeException.ThrowIfNegative(ReserveBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumBehind, 1);
    }

    internal SqliteOptions File() => new() { MaxFileBytes = MaxFileBytes, MaxReaders = 1, CacheBytes = 1 << 20, Vfs = Vfs };

    internal static WriteLaneOptions Lanes() => new() { Name = "sessions", QueueCapacity = 16 };
}

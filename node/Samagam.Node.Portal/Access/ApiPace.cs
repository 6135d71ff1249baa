namespace Samagam.Node.Portal.Access;

/// <summary>How often a device or an address may make a call; what stands before it is put there by <see cref="Http.PacedCalls"/>.</summary>
internal enum ApiPace
{
    /// <summary>As often as it comes: calls for help and the answers to them.</summary>
    None,

    /// <summary>100 in a minute for a device.</summary>
    General,

    /// <summary>30 in a minute for a device: searches by text.</summary>
    Search,

    /// <summary>10 in a minute for an address: whatever can be guessed at.</summary>
    Auth,

    /// <summary>600 in a minute for a device: pieces of the map.</summary>
    Tile,

    /// <summary>10 in a second for a device: places of people.</summary>
    Location,
}

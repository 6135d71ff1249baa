namespace Samagam.Core.Facts;

/// <summary>How far the facts of a stream go.</summary>
public enum Scope : byte
{
    /// <summary>Stays on the box.</summary>
    Self = 0,

    /// <summary>Everywhere.</summary>
    Mesh = 1,

    /// <summary>Every box of one sector, and the hub.</summary>
    Sector = 2,

    /// <summary>The hub only.</summary>
    Hub = 3,
}

/// <summary>
/// A stream of one origin. Each has its own sequence, so that it stays gapless for everyone who follows it; a box that
/// moves to another sector starts another stream.
/// </summary>
public readonly record struct StreamId(Scope Scope, ushort Sector) : IComparable<StreamId>
{
    public static readonly StreamId Self = new(Scope.Self, 0);
    public static readonly StreamId Mesh = new(Scope.Mesh, 0);
    public static readonly StreamId Hub = new(Scope.Hub, 0);

    public static StreamId OfSector(ushort sector) => new(Scope.Sector, sector);

    /// <summary>Wire and storage form: sector in the upper bits, scope in the lower two.</summary>
    public uint Packed => ((uint)Sector << 2) | (uint)Scope;

    /// <summary>False for a number no stream has.</summary>
    public static bool TryUnpack(uint packed, out StreamId id)
    {
        id = new StreamId((Scope)(packed & 3), (ushort)(packed >> 2));
        return packed <= 0x3FFFF && (id.Scope == Scope.Sector || id.Sector == 0);
    }

    public int CompareTo(StreamId other) => Packed.CompareTo(other.Packed);

    public override string ToString() => Scope switch
    {
        Scope.Self => "self",
        Scope.Mesh => "mesh",
        Scope.Hub => "hub",
        _ => $"sector{Sector}",
    };
}

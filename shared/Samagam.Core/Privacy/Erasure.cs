namespace Samagam.Core.Privacy;

/// <summary>Why a person was erased. The numbers are on the wire.</summary>
public enum ErasedBecause : byte
{
    Unspecified = 0,

    /// <summary>They asked for it themselves.</summary>
    OwnWish = 1,

    /// <summary>They asked a member of staff.</summary>
    AskedStaff = 2,

    /// <summary>The time of keeping was over.</summary>
    TimeOver = 3,

    /// <summary>They are known by another account that was erased.</summary>
    SamePerson = 4,
}

namespace Samagam.Core.Amenities;

/// <summary>How far what is said of amenities is believed, and how much of it is kept.</summary>
public sealed record AmenityOptions
{
    /// <summary>A pilgrim's word counts in full for this long.</summary>
    public long FreshMs { get; set; } = 15 * 60_000;

    /// <summary>From then on it counts half as much in every such time.</summary>
    public long HalfLifeMs { get; set; } = 60 * 60_000;

    /// <summary>A word older than this says nothing any more.</summary>
    public long ForgottenMs { get; set; } = 6 * 3_600_000;

    /// <summary>Weight from which a report is shown: one person, an hour and a quarter ago.</summary>
    public double ShownWeight { get; set; } = 0.5;

    /// <summary>Weight from which pilgrims who all say so put an amenity out of use, where no word of staff stands: three people just now.</summary>
    public double ClosingWeight { get; set; } = 3;

    /// <summary>How long a word of staff stands that says no end.</summary>
    public long StaffHoldsMs { get; set; } = 12 * 3_600_000;

    /// <summary>Longest a word of staff may stand without being said again.</summary>
    public long MaxStaffHoldsMs { get; set; } = 30L * 24 * 3_600_000;

    /// <summary>Amenities staff may add, correct or take away in the whole event.</summary>
    public int MaxSaid { get; set; } = 5_000;

    /// <summary>Categories staff may add or rename.</summary>
    public int MaxCategories { get; set; } = 64;

    /// <summary>Amenities whose reports one box takes together at a time.</summary>
    public int MaxReportedHere { get; set; } = 1_000;

    /// <summary>Phones whose word one box remembers for one amenity.</summary>
    public int MaxPhones { get; set; } = 200;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(FreshMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(HalfLifeMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(ForgottenMs, FreshMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ShownWeight);
        ArgumentOutOfRangeException.ThrowIfLessThan(ClosingWeight, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StaffHoldsMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStaffHoldsMs, StaffHoldsMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxSaid);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxSaid, AmenityBook.MaxSaid);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxCategories);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxCategories, AmenityBook.MaxCategories);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxReportedHere);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxPhones);
    }
}

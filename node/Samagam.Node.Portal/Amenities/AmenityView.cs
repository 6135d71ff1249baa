namespace Samagam.Node.Portal.Amenities;

/// <summary>Something people look for. What is not known is left out.</summary>
/// <param name="Name">In the reader's language where the map has it; empty for a nameless tap.</param>
/// <param name="Names">By language tag.</param>
/// <param name="OperatingHours">As the map has them (OpenStreetMap opening_hours).</param>
/// <param name="OpenNow">Left out where the hours are not known or cannot be read for sure.</param>
/// <param name="OpensAt">When it opens next, if that is within five weeks and it is not open.</param>
/// <param name="ClosesAt">When it closes next, if it is open and does.</param>
/// <param name="HolidaysDiffer">The map names other hours for holidays, which this box does not know.</param>
/// <param name="CurrentCrowdLevel">1 to 5 of the zone it lies in; left out where nobody counts.</param>
/// <param name="StepFree"><c>yes</c>, <c>limited</c> or <c>no</c>.</param>
/// <param name="ForWhom"><c>male</c>, <c>female</c>, <c>unisex</c>, <c>family</c>.</param>
/// <param name="WalkSeconds">Walking time from the place asked from.</param>
/// <param name="Score">How well it fits the text searched for, 0 to 1.</param>
/// <param name="AmenityData">The tags of the map worth showing.</param>
/// <param name="Week">Its hours on seven days from today on; only in the answer about one amenity.</param>
internal sealed record AmenityView(
    string Id, string Type, string TypeName, string Name, string NameHi, IReadOnlyDictionary<string, string> Names, double Lat, double Lng,
    string? Address, string? Sector, string? Zone, string? OperatingHours, bool? OpenNow, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, bool? HolidaysDiffer,
    bool IsOperational, int? Capacity, int? CurrentCrowdLevel, long? CrowdAgeSeconds, string? StepFree, bool? Fee, bool? Drinkable, IReadOnlyList<string>? ForWhom,
    int? WalkSeconds, int? DistanceMeters, double? Score, IReadOnlyDictionary<string, string> AmenityData, IReadOnlyList<DayHours>? Week = null)
{
    /// <summary>Word of the category staff put it in; left out for a plain type.</summary>
    public string? Category { get; init; }

    /// <summary>What staff found there, while it stands.</summary>
    public StaffWordView? Staff { get; init; }

    /// <summary>What pilgrims say of it, while anybody does; staff's word stands above.</summary>
    public ReportedView? Reported { get; init; }

    /// <summary>Without what grows older by itself.</summary>
    public AmenityView Ageless() => this with
    {
        CrowdAgeSeconds = null,
        Staff = Staff is null ? null : Staff with { AgeSeconds = 0 },
        Reported = Reported is null ? null : Reported with { AgeSeconds = 0 },
    };
}

/// <summary>What staff found.</summary>
/// <param name="Operational">Left out when they told of the crowd only.</param>
/// <param name="Note">In their words.</param>
internal sealed record StaffWordView(bool? Operational, int? CrowdLevel, string? Note, long AgeSeconds);

/// <summary>What pilgrims say.</summary>
/// <param name="Status"><c>closed</c>, <c>dirty</c>, <c>no-water</c>, <c>crowded</c>, <c>ok</c>, <c>gone</c>.</param>
/// <param name="People">How many of them.</param>
/// <param name="AgeSeconds">Since the last of them.</param>
internal sealed record ReportedView(string Status, int People, long AgeSeconds);

/// <summary>The hours of a day, in local time.</summary>
/// <param name="Date">As 2026-11-20.</param>
/// <param name="Name">Of the weekday, in the reader's language.</param>
/// <param name="Open">Empty when closed all day.</param>
internal sealed record DayHours(string Date, string Name, IReadOnlyList<OpenHours> Open);

/// <summary>From and to as hh:mm; an end past midnight is of the next day.</summary>
/// <param name="Sure">False where the map leaves it open ("by appointment").</param>
internal sealed record OpenHours(string From, string To, bool Sure);

/// <summary>A type of amenity, with its word in the reader's language, the name of its pictogram and how many this map has.</summary>
/// <param name="Words">What people call it, in Hindi and English: what the search understands.</param>
/// <param name="Under">The type a category of staff stands under; left out for a type.</param>
internal sealed record CategoryView(string Type, string Name, string Icon, int Count, IReadOnlyList<string> Words, string? Under = null);

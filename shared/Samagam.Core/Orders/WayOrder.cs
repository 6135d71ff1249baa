using Samagam.Core.Geo;

namespace Samagam.Core.Orders;

/// <summary>What an order does to the paths it names.</summary>
public enum OrderEffect : byte
{
    Unspecified = 0,

    /// <summary>Nobody may walk there.</summary>
    Closed = 1,

    /// <summary>Walked only towards <see cref="WayOrder.BearingDeg"/>.</summary>
    OneWay = 2,

    /// <summary>A gate, pontoon bridge or emergency exit that is closed by the map stands open.</summary>
    Opened = 3,

    /// <summary>People walk towards <see cref="WayOrder.BearingDeg"/>; against it is allowed, and routes avoid it.</summary>
    Flow = 4,
}

/// <summary>
/// An order of the authority about paths (kind <c>way.ordered</c>, law <see cref="Facts.FoldingLaw.Latest"/>, subject
/// <c>order/{id}</c>): signed by the box it was given at. Lifting it is its last edit: whoever changes it on another island at the same time does not
/// bring it back. What is to hold again is a new order.
/// </summary>
public sealed record WayOrder
{
    public const int MaxWays = 200;
    public const int MaxPoints = 200;
    public const int MaxTextLength = 200;

    /// <summary>Edit count of a lift: above every change there can be.</summary>
    public const uint LastEdit = uint.MaxValue;

    /// <summary>Longest an order may hold without being given again.</summary>
    public const long MaxHoldsMs = 60L * 24 * 3600 * 1000;

    /// <summary>Its id, made by whoever gives it, so that a retry is the same order.</summary>
    public required Guid Id { get; init; }

    public required OrderEffect Effect { get; init; }

    /// <summary>The OSM ways it names; with an <see cref="Area"/>, only their part that touches it.</summary>
    public IReadOnlyList<long> Ways { get; init; } = [];

    /// <summary>A ring of at least three points; alone, every path that touches it is meant. Empty for none.</summary>
    public IReadOnlyList<GeoPoint> Area { get; init; } = [];

    /// <summary>For one-ways and flows: degrees from north, clockwise; what leads within 90° of it stays open.</summary>
    public double BearingDeg { get; init; }

    /// <summary>Milliseconds since 1970: from when, and to when (exclusive), it holds.</summary>
    public required long FromMs { get; init; }

    public required long UntilMs { get; init; }

    /// <summary>Withdrawn before its time.</summary>
    public bool Lifted { get; init; }

    /// <summary>Who gave it: a staff id or <c>hub</c>, never a name.</summary>
    public string By { get; init; } = "";

    /// <summary>Why, for people, in Hindi and in English.</summary>
    public string ReasonHi { get; init; } = "";

    public string ReasonEn { get; init; } = "";

    public string Subject => SubjectOf(Id);

    public bool IsValid =>
        Id != Guid.Empty && Effect is > OrderEffect.Unspecified and <= OrderEffect.Flow
        && Ways.Count <= MaxWays && Area.Count <= MaxPoints && Area.Count is 0 or >= 3 && (Ways.Count > 0 || Area.Count > 0)
        && Ways.All(w => w > 0) && Area.All(p => p.IsValid)
        && double.IsFinite(BearingDeg) && BearingDeg is >= 0 and < 360
        && FromMs >= 0 && UntilMs > FromMs && UntilMs - FromMs <= MaxHoldsMs
        && By.Length <= MaxTextLength && ReasonHi.Length <= MaxTextLength && ReasonEn.Length <= MaxTextLength;

    public static string SubjectOf(Guid id) => $"order/{id:N}";

    public bool HoldsAt(long nowMs) => !Lifted && nowMs >= FromMs && nowMs < UntilMs;

    public bool Equals(WayOrder? other) =>
        other is not null && Id == other.Id && Effect == other.Effect && Ways.SequenceEqual(other.Ways) && Area.SequenceEqual(other.Area)
        && BearingDeg.Equals(other.BearingDeg) && FromMs == other.FromMs && UntilMs == other.UntilMs && Lifted == other.Lifted
        && By == other.By && ReasonHi == other.ReasonHi && ReasonEn == other.ReasonEn;

    public override int GetHashCode() => HashCode.Combine(Id, Effect, FromMs, UntilMs, Lifted);
}

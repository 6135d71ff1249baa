namespace Samagam.Routing.Amenities.Hours;

/// <summary>When the sun rises and sets at a place, in local minutes of the day.</summary>
/// <param name="Place">Where.</param>
/// <param name="Offset">Local time less UTC.</param>
/// <remarks>NOAA Global Monitoring Laboratory, "General Solar Position Calculations" (after Meeus): good to two minutes between the polar circles.</remarks>
public readonly record struct SunClock(Coordinate Place, TimeSpan Offset)
{
    private const double HorizonDeg = 90.833;
    private const double CivilTwilightDeg = 96;

    /// <summary>Minutes since local midnight, or null on a day without the event.</summary>
    internal int? MinutesOf(SunEvent what, DateOnly day)
    {
        const double rad = Math.PI / 180;
        var (latitude, longitude) = (Place.LatitudeDeg * rad, Place.LongitudeDeg);
        var year = 2 * Math.PI / (DateTime.IsLeapYear(day.Year) ? 366 : 365) * (day.DayOfYear - 1);
        var equationOfTime = 229.18 * (0.000075 + (0.001868 * Math.Cos(year)) - (0.032077 * Math.Sin(year)) - (0.014615 * Math.Cos(2 * year)) - (0.040849 * Math.Sin(2 * year)));
        var declination = 0.006918 - (0.399912 * Math.Cos(year)) + (0.070257 * Math.Sin(year)) - (0.006758 * Math.Cos(2 * year))
            + (0.000907 * Math.Sin(2 * year)) - (0.002697 * Math.Cos(3 * year)) + (0.00148 * Math.Sin(3 * year));
        var zenith = (what is SunEvent.Dawn or SunEvent.Dusk ? CivilTwilightDeg : HorizonDeg) * rad;
        var cosine = (Math.Cos(zenith) / (Math.Cos(latitude) * Math.Cos(declination))) - (Math.Tan(latitude) * Math.Tan(declination));
        if (cosine is < -1 or > 1 or double.NaN)
        {
            return null;
        }
        var hourAngleDeg = Math.Acos(cosine) / rad * (what is SunEvent.Sunset or SunEvent.Dusk ? -1 : 1);
        var utc = 720 - (4 * (longitude + hourAngleDeg)) - equationOfTime;
        return (int)Math.Round(utc + Offset.TotalMinutes);
    }
}

/// <summary>What the sun does.</summary>
internal enum SunEvent : byte
{
    None,
    Dawn,
    Sunrise,
    Sunset,
    Dusk,
}

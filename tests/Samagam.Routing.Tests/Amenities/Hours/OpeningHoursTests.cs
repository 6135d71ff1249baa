using Samagam.Routing.Amenities.Hours;

namespace Samagam.Routing.Tests.Amenities.Hours;

/// <summary>What opening_hours texts mean; 20 November 2026 is a Friday.</summary>
public sealed class OpeningHoursTests
{
    private static readonly SunClock Ujjain = new(new Coordinate(23.18, 75.77), TimeSpan.FromMinutes(330));

    [Theory]
    [InlineData("24/7", "2026-11-20 03:00", OpenState.Open)]
    [InlineData("24/7; Dec 25 off", "2026-12-25 12:00", OpenState.Closed)]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-20 07:59", OpenState.Closed)]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-20 08:00", OpenState.Open)]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-20 17:59", OpenState.Open)]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-20 18:00", OpenState.Closed)]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-21 12:00", OpenState.Closed)]
    [InlineData("Mo-Fr 08:00-12:00,13:00-18:00", "2026-11-20 12:30", OpenState.Closed)]
    [InlineData("Mo-Fr 08:00-12:00,13:00-18:00", "2026-11-20 13:30", OpenState.Open)]
    [InlineData("Mo-Fr 08:00-18:00; Sa 09:00-12:00", "2026-11-21 11:00", OpenState.Open)]
    [InlineData("Mo-Fr 08:00-18:00, Sa 09:00-12:00", "2026-11-21 11:00", OpenState.Open)]
    [InlineData("Mo-Fr 08:00-12:00, Fr 14:00-16:00", "2026-11-20 09:00", OpenState.Open)]
    [InlineData("Mo-Fr 08:00-12:00; Fr 14:00-16:00", "2026-11-20 09:00", OpenState.Closed)]
    [InlineData("Mo-Su 08:00-18:00; Fr off", "2026-11-20 12:00", OpenState.Closed)]
    [InlineData("Mo-Su 08:00-18:00; 12:00-13:00 off", "2026-11-20 12:30", OpenState.Closed)]
    [InlineData("Mo-Su 08:00-18:00; 12:00-13:00 off", "2026-11-20 13:30", OpenState.Open)]
    [InlineData("Th-Sa 20:00-02:00", "2026-11-20 01:30", OpenState.Open)]
    [InlineData("Fr 20:00-02:00", "2026-11-20 01:30", OpenState.Closed)]
    [InlineData("Fr 20:00-02:00", "2026-11-21 01:59", OpenState.Open)]
    [InlineData("Fr 20:00-26:00", "2026-11-21 01:59", OpenState.Open)]
    [InlineData("Fr 20:00-26:00", "2026-11-21 02:00", OpenState.Closed)]
    [InlineData("Mo-Fr 20:00-02:00; Sa 10:00-12:00", "2026-11-21 01:00", OpenState.Open)]
    [InlineData("Mo-Fr 20:00-02:00; Sa off", "2026-11-21 01:00", OpenState.Unknown)]
    [InlineData("Mo-Fr 20:00-02:00; Sa off", "2026-11-21 03:00", OpenState.Closed)]
    [InlineData("Sa-Mo 10:00-12:00", "2026-11-22 11:00", OpenState.Open)]
    [InlineData("Sa-Mo 10:00-12:00", "2026-11-20 11:00", OpenState.Closed)]
    [InlineData("Mo, We ,Fr 10:00 - 12:00", "2026-11-20 11:00", OpenState.Open)]
    [InlineData("mo-fr 8:00–18:00", "2026-11-20 09:00", OpenState.Open)]
    [InlineData("Mo-Sa 09:00-20:00; Su,PH off", "2026-11-20 10:00", OpenState.Open)]
    [InlineData("Mo-Sa 09:00-20:00; Su,PH off", "2026-11-22 10:00", OpenState.Closed)]
    [InlineData("Mo-Fr,PH 09:00-20:00", "2026-11-20 10:00", OpenState.Open)]
    [InlineData("Apr-Oct 06:00-22:00; Nov-Mar 07:00-20:00", "2026-11-20 06:30", OpenState.Closed)]
    [InlineData("Apr-Oct 06:00-22:00; Nov-Mar 07:00-20:00", "2026-01-20 07:30", OpenState.Open)]
    [InlineData("Dec 24-26 10:00-12:00", "2026-12-26 11:00", OpenState.Open)]
    [InlineData("Dec 24-Jan 6: 10:00-12:00", "2027-01-06 11:00", OpenState.Open)]
    [InlineData("2028 Apr 9-May 8 00:00-24:00", "2028-04-20 04:00", OpenState.Open)]
    [InlineData("2028 Apr 9-May 8 00:00-24:00", "2027-04-20 04:00", OpenState.Closed)]
    [InlineData("2026 Dec 30-2027 Jan 2 off", "2027-01-01 04:00", OpenState.Closed)]
    [InlineData("Mo-Fr", "2026-11-20 04:00", OpenState.Open)]
    [InlineData("08:00-18:00", "2026-11-22 09:00", OpenState.Open)]
    [InlineData("08:00-18:00 open", "2026-11-22 09:00", OpenState.Open)]
    [InlineData("off", "2026-11-20 12:00", OpenState.Closed)]
    [InlineData("closed \"repairs\"", "2026-11-20 12:00", OpenState.Closed)]
    [InlineData("\"by appointment\"", "2026-11-20 12:00", OpenState.Unknown)]
    [InlineData("Mo-Fr 08:00-18:00 \"in good weather\"", "2026-11-20 12:00", OpenState.Unknown)]
    [InlineData("unknown", "2026-11-20 12:00", OpenState.Unknown)]
    [InlineData("Fr 18:00+", "2026-11-20 19:00", OpenState.Unknown)]
    [InlineData("Fr 18:00+", "2026-11-20 17:00", OpenState.Closed)]
    [InlineData("sunrise-sunset", "2026-11-20 06:30", OpenState.Closed)]
    [InlineData("sunrise-sunset", "2026-11-20 07:00", OpenState.Open)]
    [InlineData("sunrise-sunset", "2026-11-20 18:00", OpenState.Closed)]
    [InlineData("(sunrise-01:00)-(sunset+01:00)", "2026-11-20 18:00", OpenState.Open)]
    [InlineData("dawn-dusk", "2026-11-20 06:30", OpenState.Open)]
    [InlineData("sunset-sunrise", "2026-11-20 02:00", OpenState.Open)]
    [InlineData("08:00-18:00;", "2026-11-20 09:00", OpenState.Open)]
    public void A_text_means(string text, string local, OpenState state)
        => Assert.Equal(state, Assert.IsType<OpeningHours>(OpeningHours.Parse(text)).At(Moment(local), Ujjain));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("morning and evening")]
    [InlineData("Mo-Fr 8am-6pm")]
    [InlineData("Mo-Fr 08.00-18.00")]
    [InlineData("Mo-Fr 08:00")]
    [InlineData("Mo-Fr 08:00-")]
    [InlineData("Mo-Fr 08:00-18:60")]
    [InlineData("Mo-Fr 25:00-26:00")]
    [InlineData("Mo-Fr 08:00-49:00")]
    [InlineData("Mo-Fr 10:00-10:00")]
    [InlineData("Mo-Xx 08:00-18:00")]
    [InlineData("Mo[1] 08:00-18:00")]
    [InlineData("week 1-10 08:00-18:00")]
    [InlineData("Mo-Fr 08:00-18:00 Sa 09:00-12:00")]
    [InlineData("08:00-18:00/01:30")]
    [InlineData("08:00-18:00+")]
    [InlineData("24/6")]
    [InlineData("24/7 Mo")]
    [InlineData("Jan-Mar 2028")]
    [InlineData("Feb 32 off")]
    [InlineData("easter off")]
    [InlineData("Mo-Fr 08:00-18:00 ||")]
    [InlineData("Mo-Fr 08:00-18:00,")]
    [InlineData("PH off")]
    [InlineData("\"open")]
    [InlineData("सोम-शुक्र 08:00-18:00")]
    [InlineData("Mo-Fr 99999:00")]
    [InlineData("((((((((sunrise")]
    public void What_cannot_be_read_for_sure_is_not_read(string? text) => Assert.Null(OpeningHours.Parse(text));

    [Theory]
    [InlineData("24/7", "2026-11-20 12:00", null)]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-20 12:00", "2026-11-20 18:00")]
    [InlineData("Mo-Fr 08:00-18:00", "2026-11-20 18:00", "2026-11-23 08:00")]
    [InlineData("00:00-24:00", "2026-11-20 18:00", null)]
    [InlineData("Fr 20:00-02:00", "2026-11-20 23:00", "2026-11-21 02:00")]
    [InlineData("Mo-Fr 08:00-12:00,12:00-18:00", "2026-11-20 11:00", "2026-11-20 18:00")]
    [InlineData("Dec 25 08:00-12:00", "2026-11-20 11:00", "2026-12-25 08:00")]
    [InlineData("Feb 25 08:00-12:00", "2026-11-20 11:00", null)]
    public void The_next_change_is_told(string text, string local, string? change)
        => Assert.Equal(change is null ? null : Moment(change), OpeningHours.Parse(text)!.NextChange(Moment(local), Ujjain)?.Local);

    [Fact]
    public void Holidays_are_not_known_and_it_is_said_so()
    {
        Assert.True(OpeningHours.Parse("Mo-Fr 08:00-18:00; PH off")!.DependsOnHolidays);
        Assert.False(OpeningHours.Parse("Mo-Fr 08:00-18:00")!.DependsOnHolidays);
    }

    [Fact]
    public void A_table_of_the_day_shows_what_begins_on_it()
    {
        var hours = OpeningHours.Parse("Mo-Fr 06:00-12:00,11:00-14:00,22:00-02:00; 12:00-13:00 off")!;
        Assert.Equal(
            [new(360, 720, OpenState.Open), new(780, 840, OpenState.Open), new(1320, 1560, OpenState.Open)],
            hours.Of(new DateOnly(2026, 11, 20), Ujjain));
        Assert.Empty(hours.Of(new DateOnly(2026, 11, 21), Ujjain));
    }

    [Theory]
    // Ujjain by the almanac of NOAA's calculator: 20 November and 21 June 2026.
    [InlineData("2026-11-20", 6, 42, 17, 40)]
    [InlineData("2026-06-21", 5, 40, 19, 13)]
    public void The_sun_rises_and_sets_by_the_almanac(string day, int riseHour, int riseMinute, int setHour, int setMinute)
    {
        var date = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(Ujjain.MinutesOf(SunEvent.Sunrise, date)!.Value, (riseHour * 60) + riseMinute - 3, (riseHour * 60) + riseMinute + 3);
        Assert.InRange(Ujjain.MinutesOf(SunEvent.Sunset, date)!.Value, (setHour * 60) + setMinute - 3, (setHour * 60) + setMinute + 3);
    }

    [Fact]
    public void Where_the_sun_does_not_rise_hours_by_the_sun_are_unknown()
    {
        var tromso = new SunClock(new Coordinate(69.65, 18.96), TimeSpan.FromHours(1));
        Assert.Equal(OpenState.Unknown, OpeningHours.Parse("sunrise-sunset")!.At(Moment("2026-12-21 12:00"), tromso));
    }

    [Fact]
    public void How_long_a_text_may_be_is_a_limit()
    {
        Assert.NotNull(OpeningHours.Parse("08:00-18:00" + new string(' ', OpeningHours.MaxText - 11)));
        Assert.Null(OpeningHours.Parse("08:00-18:00" + new string(' ', OpeningHours.MaxText - 10)));
        Assert.NotNull(OpeningHours.Parse(string.Join(';', Enumerable.Repeat("Mo off", OpeningHours.MaxRules))));
        Assert.Null(OpeningHours.Parse(string.Join(';', Enumerable.Repeat("Mo off", OpeningHours.MaxRules + 1))));
        Assert.NotNull(OpeningHours.Parse("24/7;" + string.Join(',', Enumerable.Repeat("1:00-2:00", 20))));
    }

    internal static DateTime Moment(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;
using Samagam.Routing.Conditions;

namespace Samagam.Routing.Tests.Conditions;

/// <summary>How fast a crowd walks.</summary>
public sealed class CrowdSpeedTests
{
    [Fact]
    public void Walking_speeds_agree_with_the_table_of_Weidmann()
    {
        var rows = SharedMaps.Rows("crowd-speed.csv").Where(r => r[0] == "weidmann").ToList();
        Assert.Equal(9, rows.Count);
        Assert.All(rows, r => Assert.Equal(Number(r[2]), CrowdSpeed.Weidmann(Number(r[1])), Math.Max(0.001, Number(r[3]))));
        Assert.Equal(0.697, CrowdSpeed.Weidmann(1.75), 0.02);
        Assert.Equal(CrowdSpeed.Least, CrowdSpeed.OnLevel(10));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Danger_begins_at_five_and_ends_below_four()
    {
        Assert.False(ZoneCondition.After(false, 4.9).IsDangerous);
        Assert.True(ZoneCondition.After(false, 5).IsDangerous);
        Assert.True(ZoneCondition.After(true, 4).IsDangerous);
        Assert.False(ZoneCondition.After(true, 3.99).IsDangerous);
    }
}

namespace Samagam.Hosting;

/// <summary>Names the option that is outside its limits.</summary>
internal static class Limits
{
    public static void Require(bool holds, string name, object value)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, "outside its limits, see its documentation");
        }
    }
}

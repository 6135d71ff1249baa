namespace Samagam.TestKit;

/// <summary>
/// Luck for a random test: the seed is in every failure message, and <c>SAMAGAM_SEED</c> replays one. A seed that
/// failed is added to the committed list of that test.
/// </summary>
public static class Seeds
{
    /// <summary>Runs <paramref name="test"/> for the committed seeds first, then for <paramref name="fresh"/> new ones.</summary>
    public static void ForEach(int fresh, Action<int, Random> test, params int[] committed)
    {
        foreach (var seed in Choose(fresh, committed))
        {
            try
            {
                test(seed, new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed} failed (replay: SAMAGAM_SEED={seed}): {e.Message}", e);
            }
        }
    }

    private static IEnumerable<int> Choose(int fresh, int[] committed)
    {
        if (Environment.GetEnvironmentVariable("SAMAGAM_SEED") is { Length: > 0 } wanted)
        {
            return [int.Parse(wanted, System.Globalization.CultureInfo.InvariantCulture)];
        }
        return committed.Concat(Enumerable.Range(0, fresh).Select(_ => Random.Shared.Next()));
    }
}

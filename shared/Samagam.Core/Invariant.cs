using System.Diagnostics.CodeAnalysis;

namespace Samagam.Core;

/// <summary>What must be true of our own code. A stranger's input is never checked with this: it is refused and counted.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantBrokenException"/> with <paramref name="why"/> unless <paramref name="holds"/>.</summary>
    public static void Hold([DoesNotReturnIf(false)] bool holds, string why)
    {
        if (!holds)
        {
            throw new InvariantBrokenException(why);
        }
    }
}

/// <summary>A bug of ours, never a stranger's fault.</summary>
public sealed class InvariantBrokenException(string why) : Exception(why);

namespace Samagam.Core.Facts;

/// <summary>
/// Subjects are paths: <c>person/{id}</c> is a thing, <c>person/{id}/pin/{pin}</c> belongs to it. A tombstone of a thing takes along
/// all that belongs to it.
/// </summary>
public static class Subjects
{
    /// <summary>Things have two segments: kind and id.</summary>
    private const int RootSegments = 2;

    /// <summary>The subjects above this one, nearest last; none for a thing itself.</summary>
    public static IEnumerable<string> Above(string subject)
    {
        var segments = 0;
        for (var at = subject.IndexOf('/', StringComparison.Ordinal); at >= 0; at = subject.IndexOf('/', at + 1))
        {
            if (++segments >= RootSegments)
            {
                yield return subject[..at];
            }
        }
    }

    /// <summary>True for the subject itself and for all below it.</summary>
    public static bool IsAtOrBelow(string subject, string root) =>
        subject.StartsWith(root, StringComparison.Ordinal) && (subject.Length == root.Length || subject[root.Length] == '/');
}

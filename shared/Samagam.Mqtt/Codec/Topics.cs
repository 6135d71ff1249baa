using System.Text;

namespace Samagam.Mqtt;

/// <summary>Rules of topic names and filters (3.1.1 §4.7, 5.0 §4.7). Pure.</summary>
public static class Topics
{
    /// <summary>A name or filter is at most this many bytes of UTF-8 (§4.7.3).</summary>
    public const int MaximumBytes = 65_535;

    /// <summary>True when something can be published to it: not empty, no wildcard, no U+0000.</summary>
    public static bool IsName(string topic) =>
        topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#', '\0') < 0 && Encoding.UTF8.GetByteCount(topic) <= MaximumBytes;

    /// <summary>True when it can be subscribed to: '+' fills a level alone, '#' is the last level alone.</summary>
    public static bool IsFilter(string filter)
    {
        if (filter.Length == 0 || filter.Contains('\0') || Encoding.UTF8.GetByteCount(filter) > MaximumBytes)
        {
            return false;
        }
        for (var i = 0; i < filter.Length; i++)
        {
            if (filter[i] is not ('+' or '#'))
            {
                continue;
            }
            var startsLevel = i == 0 || filter[i - 1] == '/';
            var endsLevel = i + 1 == filter.Length || (filter[i] == '+' && filter[i + 1] == '/');
            if (!startsLevel || !endsLevel)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>True for <c>$share/group/filter</c> (5.0 §4.8.2), well formed or not.</summary>
    public static bool IsShared(string filter) => filter.StartsWith("$share/", StringComparison.Ordinal);

    /// <summary>
    /// True when <paramref name="topic"/> falls under <paramref name="filter"/>. A filter that begins with a wildcard never
    /// sees a topic that begins with '$' (§4.7.2); 'a/#' sees 'a' itself (§4.7.1.2).
    /// </summary>
    public static bool Matches(string filter, string topic)
    {
        var hidden = topic.StartsWith('$') && (filter.StartsWith('+') || filter.StartsWith('#'));
        return !hidden && MatchLevels(filter, topic);
    }

    private static bool MatchLevels(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        while (true)
        {
            var level = Level(filter, out var filterRest, out var filterMore);
            if (level is "#")
            {
                return true;
            }
            var name = Level(topic, out var topicRest, out var topicMore);
            if (level is not "+" && !level.SequenceEqual(name))
            {
                return false;
            }
            if (!topicMore)
            {
                return !filterMore || filterRest is "#";
            }
            if (!filterMore)
            {
                return false;
            }
            filter = filterRest;
            topic = topicRest;
        }
    }

    private static ReadOnlySpan<char> Level(ReadOnlySpan<char> path, out ReadOnlySpan<char> rest, out bool more)
    {
        var slash = path.IndexOf('/');
        more = slash >= 0;
        rest = more ? path[(slash + 1)..] : default;
        return more ? path[..slash] : path;
    }
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Simulation.World;

/// <summary>
/// What happened, a line per event, and the hash of all lines: two runs of a seed are the same when the hashes are. Lines are kept
/// or shown only when asked for; the hash is always made.
/// </summary>
public sealed class Trace(Action<string>? show = null)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _line = new byte[512];

    /// <summary>Clock of the story, for the time at the head of each line.</summary>
    public Func<long> NowMs { get; set; } = () => 0;

    public long Lines { get; private set; }

    public void Say(ref TraceLine line)
    {
        var text = line.Finish(NowMs());
        Lines++;
        var needed = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_line.Length < needed)
        {
            _line = new byte[needed];
        }
        _hash.AppendData(_line.AsSpan(0, Encoding.UTF8.GetBytes(text, _line)));
        show?.Invoke(text.ToString());
    }

    /// <summary>Hash of all lines so far, in hex.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());
}

/// <summary>Builds one line in a reused buffer.</summary>
[InterpolatedStringHandler]
public ref struct TraceLine
{
    [ThreadStatic]
    private static char[]? t_buffer;

    private DefaultInterpolatedStringHandler _inner;

    public TraceLine(int literalLength, int formattedCount)
    {
        t_buffer ??= new char[2_048];
        _inner = new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture, t_buffer);
    }

    public void AppendLiteral(string text) => _inner.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _inner.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _inner.AppendFormatted(value, format);

    internal ReadOnlySpan<char> Finish(long nowMs)
    {
        _inner.AppendLiteral(" @");
        _inner.AppendFormatted(nowMs);
        _inner.AppendLiteral("\n");
        return _inner.Text;
    }
}

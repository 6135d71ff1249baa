using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Samagam.Rpc;

/// <summary>
/// Names and values that travel beside the messages of a call, in the order they were added (PROTOCOL-HTTP2.md,
/// "Custom-Metadata"). Names are lower-case; values are printable ASCII, or bytes under a name that ends in <c>-bin</c>.
/// </summary>
public sealed class RpcMetadata : IEnumerable<KeyValuePair<string, string>>
{
    // What HPACK's accounting adds to every field (RFC 7541 section 4.1).
    private const int FieldOverheadBytes = 32;
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly bool _frozen;

    public RpcMetadata()
    {
    }

    private RpcMetadata(bool frozen) => _frozen = frozen;

    /// <summary>Nothing; it refuses additions, so that it can be shared.</summary>
    public static RpcMetadata Empty { get; } = new(frozen: true);

    public int Count => _fields.Count;

    /// <summary>Size as HTTP/2 counts it: name, value and 32 bytes each.</summary>
    public int WireBytes { get; private set; }

    /// <summary>Adds a text value.</summary>
    /// <exception cref="ArgumentException">
    /// The name is not <c>[0-9a-z_.-]+</c>, is reserved (<c>grpc-…</c>, <c>content-type</c>, <c>te</c>, …) or ends in
    /// <c>-bin</c>; or the value is not printable ASCII, or has spaces at its ends (which HTTP would drop).
    /// </exception>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        RequireName(name);
        if (name.EndsWith("-bin", StringComparison.Ordinal))
        {
            throw new ArgumentException($"metadata '{name}' holds bytes: use AddBinary", nameof(name));
        }
        if (!IsText(value))
        {
            throw new ArgumentException($"the value of metadata '{name}' is not printable ASCII without outer spaces", nameof(value));
        }
        AddUnchecked(name, value);
    }

    /// <summary>Adds bytes; the name must end in <c>-bin</c>. They travel as base64 without padding.</summary>
    /// <exception cref="ArgumentException">The name is not fit for bytes.</exception>
    public void AddBinary(string name, ReadOnlySpan<byte> value)
    {
        RequireName(name);
        if (!name.EndsWith("-bin", StringComparison.Ordinal))
        {
            throw new ArgumentException($"metadata '{name}' must end in -bin to hold bytes", nameof(name));
        }
        AddUnchecked(name, Convert.ToBase64String(value).TrimEnd('='));
    }

    /// <summary>The last value under that name, or null. Bytes are given as their base64 text.</summary>
    public string? Get(string name)
    {
        for (var i = _fields.Count - 1; i >= 0; i--)
        {
            if (string.Equals(_fields[i].Key, name, StringComparison.Ordinal))
            {
                return _fields[i].Value;
            }
        }
        return null;
    }

    /// <summary>The bytes under a <c>-bin</c> name; false when absent or not base64.</summary>
    public bool TryGetBinary(string name, [NotNullWhen(true)] out byte[]? value)
    {
        value = null;
        if (Get(name) is not { } text)
        {
            return false;
        }
        // Peers may pad or not; our decoder wants padding.
        var padded = text.TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, bytes, out var written))
        {
            return false;
        }
        value = bytes[..written];
        return true;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For what a peer sent: kept as it came, its size already limited by the HTTP layer.</summary>
    internal void AddUnchecked(string name, string value)
    {
        if (_frozen)
        {
            throw new InvalidOperationException("this metadata is shared and cannot be added to");
        }
        _fields.Add(new(name, value));
        WireBytes += name.Length + value.Length + FieldOverheadBytes;
    }

    /// <summary>True for fields that belong to HTTP or gRPC itself and are no custom metadata.</summary>
    internal static bool IsReserved(string name) =>
        name.Length == 0 || name[0] == ':' || name.StartsWith("grpc-", StringComparison.Ordinal)
        || name is "content-type" or "content-length" or "te" or "trailer" or "user-agent" or "host" or "date" or "server"
            or "connection" or "transfer-encoding" or "upgrade";

    private static bool IsText(string value) =>
        !value.StartsWith(' ') && !value.EndsWith(' ') && value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (var c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-' or '.'))
            {
                throw new ArgumentException($"metadata name '{name}' may only hold 0-9 a-z _ - .", nameof(name));
            }
        }
        if (IsReserved(name))
        {
            throw new ArgumentException($"metadata name '{name}' belongs to the protocol", nameof(name));
        }
    }
}

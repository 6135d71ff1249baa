namespace Samagam.Core.Ids;

/// <summary>
/// Identity of one call for help, made by the caller where it can be (so that a retry is the same call): a UUID.
/// </summary>
public readonly record struct SosId(Guid Value) : IComparable<SosId>
{
    /// <summary>The fact subject all facts of this case share: <c>sos/{uuid}</c>.</summary>
    public string Subject => "sos/" + this;

    public static bool TryParse(string? text, out SosId id)
    {
        var ok = Guid.TryParseExact(text, "D", out var value) && value != Guid.Empty;
        id = new SosId(value);
        return ok;
    }

    /// <summary>An id from 16 bytes of the caller's luck; the bytes are marked as a version 4 UUID.</summary>
    public static SosId From(Random luck)
    {
        Span<byte> bytes = stackalloc byte[16];
        luck.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new SosId(new Guid(bytes, bigEndian: true));
    }

    public int CompareTo(SosId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Value.ToString("D");
}

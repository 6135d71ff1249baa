using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Samagam.Core.Warnings;

/// <summary>
/// Which message: made of sender and identifier, which CAP 1.2 makes unique together, so that the same message let in at two boxes is one warning.
/// The first 16 bytes of SHA-256 over both, with a line break between.
/// </summary>
public readonly record struct WarningId(Guid Value) : IComparable<WarningId>
{
    /// <summary>Subject of everything about it.</summary>
    public string Subject => $"warning/{this}";

    public static WarningId Of(string sender, string identifier) =>
        new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{sender}\n{identifier}")).AsSpan(0, 16), bigEndian: true));

    public static bool TryParse(string? text, out WarningId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value);
        id = new WarningId(value);
        return ok;
    }

    public int CompareTo(WarningId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("N", CultureInfo.InvariantCulture);
}

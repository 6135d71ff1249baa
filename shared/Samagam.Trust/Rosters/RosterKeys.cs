namespace Samagam.Trust;

/// <summary>
/// The public keys of a roster's boxes, ready to check with. Made once per roster; a new roster makes a new one. Safe to
/// read from many threads.
/// </summary>
public sealed class RosterKeys : IDisposable
{
    private readonly Dictionary<int, VerifyKey> _keys = [];

    /// <param name="isRevoked">Boxes whose certificate is revoked get no key: what they sign is no longer believed.</param>
    public RosterKeys(Roster roster, Func<RevocationKey, bool> isRevoked)
    {
        foreach (var entry in roster.Entries)
        {
            if (!isRevoked(new RevocationKey(entry.Number, entry.Serial)) && VerifyKey.ReadBase64(entry.PublicKey) is { Ok: true, Value: { } key })
            {
                _keys.Add(entry.Number, key);
            }
        }
    }

    /// <summary>The key of box <paramref name="number"/>; null when unknown or revoked.</summary>
    public VerifyKey? Find(int number) => _keys.GetValueOrDefault(number);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }
}

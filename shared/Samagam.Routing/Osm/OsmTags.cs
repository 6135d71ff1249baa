namespace Samagam.Routing.Osm;

/// <summary>
/// The tags of the element being read. One instance is reused for the whole file: it is valid only during the call
/// that hands it over.
/// </summary>
public sealed class OsmTags
{
    private (string Key, string Value)[] _pairs = new (string, string)[16];

    /// <summary>How many tags the element has.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a key, or null.</summary>
    public string? this[string key]
    {
        get
        {
            for (var i = 0; i < Count; i++)
            {
                if (_pairs[i].Key == key)
                {
                    return _pairs[i].Value;
                }
            }
            return null;
        }
    }

    /// <summary>The tags in file order.</summary>
    public ReadOnlySpan<(string Key, string Value)> Pairs => _pairs.AsSpan(0, Count);

    /// <summary>Whether the key is there with exactly this value.</summary>
    public bool Is(string key, string value) => this[key] == value;

    internal void Clear() => Count = 0;

    internal void Add(string key, string value)
    {
        if (Count == _pairs.Length)
        {
            Array.Resize(ref _pairs, Count * 2);
        }
        _pairs[Count++] = (key, value);
    }
}

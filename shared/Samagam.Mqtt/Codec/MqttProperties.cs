namespace Samagam.Mqtt;

/// <summary>
/// The properties of one 5.0 packet (§2.2.2), in the order they came. Order of user properties is kept (§3.3.2.3.7).
/// Not safe for concurrent writing; never written after the packet was handed on.
/// </summary>
public sealed class MqttProperties
{
    private readonly List<Item> _items = [];

    /// <summary>How many properties there are, repeated ones each counted.</summary>
    public int Count => _items.Count;

    /// <summary>The user properties in the order sent.</summary>
    public IEnumerable<(string Name, string Value)> User =>
        _items.Where(i => i.Id == MqttProperty.UserProperty).Select(i => (i.Text!, i.Second!));

    /// <summary>The subscription identifiers in the order sent.</summary>
    public IEnumerable<uint> SubscriptionIdentifiers =>
        _items.Where(i => i.Id == MqttProperty.SubscriptionIdentifier).Select(i => i.Number);

    internal IReadOnlyList<Item> Items => _items;

    /// <summary>A numeric property, or null when it is absent.</summary>
    public uint? Number(MqttProperty id) => Find(id) is { } item ? item.Number : null;

    /// <summary>A text property, or null when it is absent.</summary>
    public string? Text(MqttProperty id) => Find(id)?.Text;

    /// <summary>A binary property, or null when it is absent.</summary>
    public ReadOnlyMemory<byte>? Data(MqttProperty id) => Find(id)?.Data;

    public MqttProperties With(MqttProperty id, uint number)
    {
        _items.Add(new Item(id, number, null, null, default));
        return this;
    }

    public MqttProperties With(MqttProperty id, string text)
    {
        _items.Add(new Item(id, 0, text, null, default));
        return this;
    }

    public MqttProperties With(MqttProperty id, ReadOnlyMemory<byte> data)
    {
        _items.Add(new Item(id, 0, null, null, data));
        return this;
    }

    public MqttProperties WithUser(string name, string value)
    {
        _items.Add(new Item(MqttProperty.UserProperty, 0, name, value, default));
        return this;
    }

    /// <summary>
    /// Those a server must hand on unchanged with a message (5.0 §3.3.2.3: format, type, response topic, correlation,
    /// user), without alias, subscription identifiers and expiry, which are written anew per receiver. Null when none.
    /// </summary>
    internal MqttProperties? Forwarded()
    {
        MqttProperties? kept = null;
        foreach (var item in _items)
        {
            if (item.Id is MqttProperty.PayloadFormatIndicator or MqttProperty.ContentType or MqttProperty.ResponseTopic
                or MqttProperty.CorrelationData or MqttProperty.UserProperty)
            {
                (kept ??= new MqttProperties())._items.Add(item);
            }
        }
        return kept;
    }

    internal bool Has(MqttProperty id) => Find(id) is not null;

    private Item? Find(MqttProperty id)
    {
        foreach (var item in _items)
        {
            if (item.Id == id)
            {
                return item;
            }
        }
        return null;
    }

    internal readonly record struct Item(MqttProperty Id, uint Number, string? Text, string? Second, ReadOnlyMemory<byte> Data);
}

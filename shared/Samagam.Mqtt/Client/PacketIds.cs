namespace Samagam.Mqtt.Client;

/// <summary>The identifiers of one client's requests, one set for all kinds (§2.2.1). Law: none is given twice until returned. Safe for concurrent use.</summary>
internal sealed class PacketIds
{
    private readonly Lock _gate = new();
    private readonly HashSet<ushort> _taken = [];
    private ushort _last;

    public ushort Take()
    {
        lock (_gate)
        {
            if (_taken.Count == ushort.MaxValue)
            {
                throw new InvalidOperationException("all 65,535 packet identifiers are in use");
            }
            do
            {
                _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
            }
            while (!_taken.Add(_last));
            return _last;
        }
    }

    public void Return(ushort id)
    {
        lock (_gate)
        {
            _taken.Remove(id);
        }
    }
}

using System.Collections.Concurrent;
using Samagam.Core.Ids;

namespace Samagam.Node.Links.Devices;

/// <summary>Which button raised which case, so that its lamp can follow it. Bounded; read back from the box's notes at a start.</summary>
public sealed class PressedButtons
{
    /// <summary>More open calls by buttons than that, and the oldest lamps stop following.</summary>
    public const int Max = 10_000;

    private readonly ConcurrentDictionary<SosId, string> _devices = new();
    private Action<SosId> _pressed = _ => { };

    /// <summary>Doorbell after a press was tied to its case: the case itself was in the picture before.</summary>
    public void OnPressed(Action<SosId> handler) => _pressed += handler;

    public void Pressed(SosId id, string device)
    {
        if (_devices.Count >= Max)
        {
            _devices.Clear();
        }
        _devices[id] = device;
        _pressed(id);
    }

    public string? DeviceOf(SosId id) => _devices.GetValueOrDefault(id);

    public void Forget(SosId id) => _devices.TryRemove(id, out _);
}

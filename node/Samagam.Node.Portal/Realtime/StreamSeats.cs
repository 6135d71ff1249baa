using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal.Realtime;

/// <summary>How many streams are open, in all and per address, whatever they are about.</summary>
internal sealed class StreamSeats(PortalParts parts, PortalCounters counters)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _perAddress = [];
    private int _open;

    /// <summary>False when this box, or this address, has as many streams as it may.</summary>
    public bool TryTake(string address)
    {
        lock (_gate)
        {
            var ofAddress = _perAddress.GetValueOrDefault(address);
            if (_open >= parts.Options.MaxStreams || ofAddress >= parts.Options.MaxStreamsPerAddress)
            {
                return false;
            }
            _open++;
            _perAddress[address] = ofAddress + 1;
        }
        counters.StreamOpened();
        return true;
    }

    /// <summary>Once for each seat taken.</summary>
    public void Leave(string address)
    {
        lock (_gate)
        {
            _open--;
            if (--_perAddress[address] == 0)
            {
                _perAddress.Remove(address);
            }
        }
        counters.StreamClosed();
    }
}

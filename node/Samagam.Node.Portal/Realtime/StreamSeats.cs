using Samagam.Node.Portal.Http;

namespace Samagam.Node.Portal.Realtime;

/// <summary>How many are open, in all and per address.</summary>
internal class Seats(int most, int mostPerAddress, Action taken, Action left)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _perAddress = [];
    private int _open;

    /// <summary>False when a seat would be refused now.</summary>
    public bool HasRoom(string address)
    {
        lock (_gate)
        {
            return _open < most && _perAddress.GetValueOrDefault(address) < mostPerAddress;
        }
    }

    /// <summary>False when this box, or this address, has as many streams as it may.</summary>
    public bool TryTake(string address)
    {
        lock (_gate)
        {
            var ofAddress = _perAddress.GetValueOrDefault(address);
            if (_open >= most || ofAddress >= mostPerAddress)
            {
                return false;
            }
            _open++;
            _perAddress[address] = ofAddress + 1;
        }
        taken();
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
        left();
    }
}

/// <summary>Seats of event streams, whatever they are about.</summary>
internal sealed class StreamSeats(PortalParts parts, PortalCounters counters)
    : Seats(parts.Options.MaxStreams, parts.Options.MaxStreamsPerAddress, counters.StreamOpened, counters.StreamClosed);

/// <summary>Seats of realtime connections.</summary>
internal sealed class LineSeats(PortalParts parts, PortalCounters counters)
    : Seats(parts.Options.Realtime.MaxConnections, parts.Options.Realtime.MaxConnectionsPerAddress, counters.LineOpened, counters.LineClosed);

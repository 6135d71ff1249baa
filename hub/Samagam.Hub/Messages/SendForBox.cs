namespace Samagam.Hub.Messages;

/// <summary>What an operator may set of the hub's messages (section <c>Messages</c>).</summary>
public sealed record MessageOptions
{
    /// <summary>Messages one box may send in a minute: 60. A box that was taken over shall not empty the operator's purse.</summary>
    public int PerBoxAndMinute { get; init; } = 60;

    /// <summary>Longest text, UTF-16 units: 320.</summary>
    public int MaxText { get; init; } = 320;

    /// <summary>Throws when a value makes no sense; called at start.</summary>
    public void Validate()
    {
        if (PerBoxAndMinute is < 1 or > 10_000 || MaxText is < 1 or > 2_000)
        {
            throw new ArgumentException("Messages:PerBoxAndMinute must be 1 to 10000, Messages:MaxText 1 to 2000");
        }
    }
}

/// <summary>Sends short messages for boxes that have no modem. Keeps nothing of them and writes neither number nor text anywhere.</summary>
public sealed class SendForBox(ISmsGateway gateway, MessageOptions options, TimeProvider time)
{
    private const int MaxDigits = 15;
    private readonly Lock _gate = new();
    private readonly Dictionary<ushort, Queue<long>> _sent = [];

    /// <summary>Null when it was taken, else why not.</summary>
    /// <param name="box">Who asks, by its certificate: boxes are as many as the roster has.</param>
    public async ValueTask<string?> RunAsync(ushort box, string to, string text, CancellationToken cancellation)
    {
        if (to.Length is < 2 or > MaxDigits + 1 || to[0] != '+' || to.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            return "not a number";
        }
        if (text.Length is 0 || text.Length > options.MaxText)
        {
            return $"a message has 1 to {options.MaxText} characters";
        }
        return IsWithinPace(box) ? await gateway.SendAsync(to, text, cancellation).ConfigureAwait(false) : "too many messages of this box; wait a minute";
    }

    private bool IsWithinPace(ushort box)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            var sent = _sent.TryGetValue(box, out var known) ? known : _sent[box] = new Queue<long>();
            while (sent.TryPeek(out var oldest) && oldest <= nowMs - 60_000)
            {
                sent.Dequeue();
            }
            if (sent.Count >= options.PerBoxAndMinute)
            {
                return false;
            }
            sent.Enqueue(nowMs);
            return true;
        }
    }
}

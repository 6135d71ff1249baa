namespace Samagam.Node.Auth;

/// <summary>A message as the outbox shows it.</summary>
public sealed record OutboxEntry(DateTimeOffset At, string To, string Text);

/// <summary>
/// The outbox of a bench: keeps the last messages in memory for whoever tries the box without a modem. Only made where <c>Auth:Outbox</c> is on.
/// </summary>
public sealed class OtpOutbox(TimeProvider time) : IOtpChannel
{
    /// <summary>Messages kept.</summary>
    public const int Kept = 20;

    private readonly Lock _gate = new();
    private readonly Queue<OutboxEntry> _entries = new();

    public string Name => "outbox";

    public bool IsReady => true;

    /// <summary>Latest first.</summary>
    public IReadOnlyList<OutboxEntry> Latest
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Reverse()];
            }
        }
    }

    public ValueTask<bool> SendAsync(OtpMessage message, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _entries.Enqueue(new OutboxEntry(time.GetUtcNow(), message.To.Text, message.Text));
            if (_entries.Count > Kept)
            {
                _entries.Dequeue();
            }
        }
        return ValueTask.FromResult(true);
    }
}

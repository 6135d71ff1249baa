using Samagam.Core.Auth;

namespace Samagam.Node.Auth;

/// <summary>Sends codes by the first channel that takes them, in the operator's order.</summary>
public sealed class OtpPost
{
    private readonly IReadOnlyList<IOtpChannel> _channels;
    private readonly OtpOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _seats;
    private long _sent;
    private long _failed;

    /// <param name="channels">What this box has; those the options do not name are not used.</param>
    public OtpPost(IReadOnlyList<IOtpChannel> channels, OtpOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _channels = [.. options.Channels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => channels.FirstOrDefault(c => c.Name == n)).OfType<IOtpChannel>()];
        _seats = new SemaphoreSlim(options.MaxSending, options.MaxSending);
    }

    /// <summary>Codes a channel took, and codes none took.</summary>
    public (long Sent, long Failed) Counts => (Interlocked.Read(ref _sent), Interlocked.Read(ref _failed));

    /// <summary>False when no code can be sent now.</summary>
    public bool IsReady => _channels.Any(c => c.IsReady);

    /// <summary>Name of the channel that took it; null when none did in time, or too many are on their way already.</summary>
    public async ValueTask<string?> SendAsync(OtpMessage message, CancellationToken cancellation)
    {
        if (!await _seats.WaitAsync(TimeSpan.Zero, cancellation).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _failed);
            return null;
        }
        try
        {
            foreach (var channel in _channels.Where(c => c.IsReady))
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(_options.SendSeconds), _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
                try
                {
                    if (await channel.SendAsync(message, either.Token).ConfigureAwait(false))
                    {
                        Interlocked.Increment(ref _sent);
                        return channel.Name;
                    }
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    // This one is too slow; the next may be faster.
                    continue;
                }
            }
            Interlocked.Increment(ref _failed);
            return null;
        }
        finally
        {
            _seats.Release();
        }
    }
}

namespace Samagam.Hub.Messages;

/// <summary>A way by which the hub sends short messages: an operator's HTTP service, or a modem of the hub's own.</summary>
public interface ISmsGateway
{
    /// <summary>Null when the network took it, else why not, for an operator. Never throws but <see cref="OperationCanceledException"/>.</summary>
    /// <param name="to">E.164, with plus.</param>
    ValueTask<string?> SendAsync(string to, string text, CancellationToken cancellation);
}

using Samagam.Core.Auth;

namespace Samagam.Node.Auth;

/// <summary>A code on its way.</summary>
/// <param name="Text">The whole message, in the reader's language.</param>
public sealed record OtpMessage(PhoneNumber To, string Text);

/// <summary>A way by which a one-time code reaches a phone: the box's modem, the hub's gateway, or the outbox of a bench.</summary>
public interface IOtpChannel
{
    /// <summary>Stable name, as operators order them: <c>modem</c>, <c>hub</c>, <c>outbox</c>.</summary>
    string Name { get; }

    /// <summary>False when it is known now that nothing would come of it.</summary>
    bool IsReady { get; }

    /// <summary>True when the message was taken by the network (not: read). False or <see cref="OperationCanceledException"/> when it was not; never another exception.</summary>
    ValueTask<bool> SendAsync(OtpMessage message, CancellationToken cancellation);
}

using Google.Protobuf;
using Samagam.Core.Auth;
using Samagam.Core.Facts;
using W = Samagam.Wire.Auth.V1;

namespace Samagam.Wire.Auth;

/// <summary>Sign-ins and their bodies (<c>samagam/auth/v1/auth.proto</c>). The turn travels as the fact's edit count.</summary>
public static class SignInCodec
{
    private const int MaxSealedDeviceBytes = 1024;

    public static byte[] Serialise(SignInFact said) => said switch
    {
        SignInFact.Begun b => new W.SessionBegun { TokenId = b.TokenId, StartedMs = (ulong)b.StartedMs, Device = ByteString.CopyFrom(b.Device.Span) }.ToByteArray(),
        SignInFact.Turned t => new W.SessionTurned { TokenId = t.TokenId, PreviousId = t.PreviousId, TurnedMs = (ulong)t.TurnedMs }.ToByteArray(),
        SignInFact.Ended e => new W.SessionEnded { Reason = (uint)e.Reason }.ToByteArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(said), said, "no such fact"),
    };

    public static FactKind KindOf(SignInFact said) => said switch
    {
        SignInFact.Begun => FactKinds.SessionBegun,
        SignInFact.Turned => FactKinds.SessionTurned,
        _ => FactKinds.SessionEnded,
    };

    /// <summary>Null when the fact is of another kind or cannot be read. An end of an unknown reason is an end.</summary>
    public static SignInFact? TryRead(Fact fact)
    {
        if (fact.Kind != FactKinds.SessionBegun.Name && fact.Kind != FactKinds.SessionTurned.Name && fact.Kind != FactKinds.SessionEnded.Name
            || SignIn.FamilyOf(fact.Subject) is null)
        {
            return null;
        }
        if (fact.Kind == FactKinds.SessionEnded.Name)
        {
            return new SignInFact.Ended(ReasonOf(fact));
        }
        try
        {
            if (fact.Kind == FactKinds.SessionBegun.Name)
            {
                var begun = W.SessionBegun.Parser.ParseFrom(fact.Body.Span);
                return begun.StartedMs <= long.MaxValue && begun.Device.Length <= MaxSealedDeviceBytes
                    ? new SignInFact.Begun(begun.TokenId, (long)begun.StartedMs, begun.Device.Memory)
                    : null;
            }
            var turned = W.SessionTurned.Parser.ParseFrom(fact.Body.Span);
            return turned.TurnedMs <= long.MaxValue ? new SignInFact.Turned(fact.Edits, turned.TokenId, turned.PreviousId, (long)turned.TurnedMs) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static SignInEnd ReasonOf(Fact fact)
    {
        try
        {
            return W.SessionEnded.Parser.ParseFrom(fact.Body.Span).Reason is >= 1 and <= (uint)SignInEnd.Merged and var reason ? (SignInEnd)reason : SignInEnd.Left;
        }
        catch (InvalidProtocolBufferException)
        {
            return SignInEnd.Left;
        }
    }
}

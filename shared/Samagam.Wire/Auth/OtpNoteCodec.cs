using System.Collections.Immutable;
using Google.Protobuf;
using Samagam.Core.Auth;
using W = Samagam.Wire.Auth.V1;

namespace Samagam.Wire.Auth;

/// <summary>Notes of a box about one-time codes. A note that cannot be read is as good as none.</summary>
public static class OtpNoteCodec
{
    public static byte[] Serialise(OtpState state)
    {
        var note = new W.OtpNote
        {
            Challenge = ByteString.CopyFrom(state.Challenge.Span),
            Code = ByteString.CopyFrom(state.Code.Span),
            UntilMs = (ulong)state.UntilMs,
            Tries = (uint)state.Tries,
            NotBeforeMs = (ulong)state.NotBeforeMs,
            PilgrimType = state.PilgrimType,
            Language = state.Language,
        };
        note.AskedMs.AddRange(state.AskedMs.Select(m => (ulong)m));
        note.FailedMs.AddRange(state.FailedMs.Select(m => (ulong)m));
        return note.ToByteArray();
    }

    public static byte[] Serialise(TotpState state)
    {
        var note = new W.OtpNote { LastStep = (ulong)state.LastStep, NotBeforeMs = (ulong)state.NotBeforeMs };
        note.FailedMs.AddRange(state.FailedMs.Select(m => (ulong)m));
        return note.ToByteArray();
    }

    public static OtpState? TryRead(byte[]? bytes) => Parse(bytes) is { } n
        ? new OtpState(n.Challenge.Memory, n.Code.Memory, (long)n.UntilMs, (int)n.Tries, Moments(n.AskedMs), Moments(n.FailedMs), (long)n.NotBeforeMs, n.PilgrimType, n.Language)
        : null;

    public static TotpState? TryReadTotp(byte[]? bytes) => Parse(bytes) is { } n ? new TotpState((long)n.LastStep, Moments(n.FailedMs), (long)n.NotBeforeMs) : null;

    private static ImmutableArray<long> Moments(IEnumerable<ulong> moments) => [.. moments.Select(m => (long)m)];

    private static W.OtpNote? Parse(byte[]? bytes)
    {
        if (bytes is null)
        {
            return null;
        }
        try
        {
            return W.OtpNote.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

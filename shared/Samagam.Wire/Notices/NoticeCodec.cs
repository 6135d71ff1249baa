using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Notices;
using W = Samagam.Wire.Notices.V1;

namespace Samagam.Wire.Notices;

/// <summary>Notices and their bodies (<c>samagam/notices/v1/notices.proto</c>). What is sealed is opened elsewhere; here it is bytes.</summary>
public static class NoticeCodec
{
    private const int MaxDeliveries = 8;

    public static byte[] Serialise(NoticeCategory category, long saidMs, ReadOnlySpan<byte> sealedWords) =>
        new W.Notice { Category = (uint)category, SaidMs = (ulong)saidMs, Words = ByteString.CopyFrom(sealedWords) }.ToByteArray();

    /// <summary>Null when the fact is of another kind or cannot be read.</summary>
    public static (NoticeCategory Category, long SaidMs, ReadOnlyMemory<byte> Words)? TryReadSaid(Fact fact) => fact.Kind != FactKinds.NoticeSaid.Name ? null : Total(() =>
    {
        var wire = W.Notice.Parser.ParseFrom(fact.Body.Span);
        return wire.Category is >= 1 and <= (uint)NoticeCategory.Account && wire.SaidMs < long.MaxValue
            ? ((NoticeCategory)wire.Category, (long)wire.SaidMs, wire.Words.Memory)
            : ((NoticeCategory, long, ReadOnlyMemory<byte>)?)null;
    });

    public static byte[] Serialise(NoticeWords words)
    {
        var wire = new W.Words { Template = words.Template };
        wire.Values.AddRange(words.Values);
        return wire.ToByteArray();
    }

    /// <summary>Null for bytes that are no words of ours.</summary>
    public static NoticeWords? TryReadWords(ReadOnlySpan<byte> plain)
    {
        try
        {
            var wire = W.Words.Parser.ParseFrom(plain);
            var words = new NoticeWords(wire.Template, [.. wire.Values]);
            return words.IsValid ? words : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public static byte[] Serialise(IEnumerable<NoticeDelivery> deliveries)
    {
        var wire = new W.States();
        wire.Deliveries.AddRange(deliveries.OrderBy(d => d.Channel).Select(d =>
            new W.Delivery { Channel = (uint)d.Channel, Progress = (uint)d.Progress, Attempts = (uint)d.Attempts, AtMs = (ulong)d.AtMs, Reason = d.Reason }));
        return wire.ToByteArray();
    }

    public static IReadOnlyList<NoticeDelivery>? TryReadStates(Fact fact) => fact.Kind != FactKinds.NoticeState.Name ? null : TryReadStates(fact.Body.Span);

    /// <summary>Null for bytes that say no deliveries.</summary>
    public static IReadOnlyList<NoticeDelivery>? TryReadStates(ReadOnlySpan<byte> body)
    {
        try
        {
            var wire = W.States.Parser.ParseFrom(body);
            if (wire.Deliveries.Count > MaxDeliveries)
            {
                return null;
            }
            List<NoticeDelivery> read =
            [
                .. wire.Deliveries.Select(d => new NoticeDelivery(
                    (NoticeChannel)Math.Min(d.Channel, byte.MaxValue), (NoticeProgress)Math.Min(d.Progress, byte.MaxValue), (int)Math.Min(d.Attempts, int.MaxValue), (long)Math.Min(d.AtMs, long.MaxValue), d.Reason)),
            ];
            return read.TrueForAll(d => d.IsValid) ? read : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public static byte[] Wrap(ReadOnlySpan<byte> sealedBytes) => new W.Sealed { Sealed_ = ByteString.CopyFrom(sealedBytes) }.ToByteArray();

    public static ReadOnlyMemory<byte>? TryUnwrap(Fact fact) => Total<ReadOnlyMemory<byte>>(() => W.Sealed.Parser.ParseFrom(fact.Body.Span).Sealed_.Memory);

    public static byte[] Serialise(NoticePreferences preferences)
    {
        var wire = new W.Preferences
        {
            QuietFromMinute = (uint)preferences.QuietFromMinute, QuietToMinute = (uint)preferences.QuietToMinute, Language = preferences.Language, Email = preferences.Email,
        };
        wire.Allowed.AddRange(preferences.Allowed.Select(a => ((uint)a.Category * 16) + (uint)a.Channel).Order());
        return wire.ToByteArray();
    }

    public static NoticePreferences? TryReadPreferences(ReadOnlySpan<byte> plain)
    {
        try
        {
            var wire = W.Preferences.Parser.ParseFrom(plain);
            var read = new NoticePreferences
            {
                Allowed = [.. wire.Allowed.Select(a => ((NoticeCategory)Math.Min(a / 16, byte.MaxValue), (NoticeChannel)(a % 16)))],
                QuietFromMinute = (int)Math.Min(wire.QuietFromMinute, int.MaxValue),
                QuietToMinute = (int)Math.Min(wire.QuietToMinute, int.MaxValue),
                Language = wire.Language,
                Email = wire.Email,
            };
            return read.IsValid ? read : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    public static byte[] Serialise(PushAddress address) =>
        new W.Push { Endpoint = address.Endpoint, P256Dh = ByteString.CopyFrom(address.P256dh.Span), Auth = ByteString.CopyFrom(address.Auth.Span) }.ToByteArray();

    public static PushAddress? TryReadPush(ReadOnlySpan<byte> plain)
    {
        try
        {
            var wire = W.Push.Parser.ParseFrom(plain);
            var read = new PushAddress(wire.Endpoint, wire.P256Dh.Memory, wire.Auth.Memory);
            return read.IsValid ? read : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static T? Total<T>(Func<T?> read) where T : struct
    {
        try
        {
            return read();
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

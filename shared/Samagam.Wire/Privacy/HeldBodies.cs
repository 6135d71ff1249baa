using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samagam.Core.Facts;
using Samagam.Wire.Auth.V1;
using Samagam.Wire.Groups.V1;
using Samagam.Wire.People.V1;

namespace Samagam.Wire.Privacy;

/// <summary>
/// Tells what a fact says, opened and by names, for whoever asks what is held of them. A kind of a later build, or of a feature that has no row here,
/// is told by field numbers, opened all the same: nothing that is held is left out for want of a name.
/// </summary>
public static class HeldBodies
{
    private const int MaxDepth = 6;

    /// <summary>Kind, the word people read, the body, its sealed field (0 for none) and what is in that (null for text).</summary>
    private static readonly Dictionary<string, (string Word, MessageDescriptor Body, int SealedField, MessageDescriptor? Clear)> Known = new(StringComparer.Ordinal)
    {
        [FactKinds.PersonAccount.Name] = ("account", Account.Descriptor, Account.PhoneFieldNumber, null),
        [FactKinds.PersonProfile.Name] = ("profile", Personal.Descriptor, Personal.SealedFieldNumber, Profile.Descriptor),
        [FactKinds.PersonPreferences.Name] = ("preferences", Personal.Descriptor, Personal.SealedFieldNumber, Preferences.Descriptor),
        [FactKinds.PersonPin.Name] = ("pin", Personal.Descriptor, Personal.SealedFieldNumber, Pin.Descriptor),
        [FactKinds.PersonGroup.Name] = ("group", Belonging.Descriptor, 0, null),
        [FactKinds.GroupMember.Name] = ("membership", Member.Descriptor, Member.NicknameFieldNumber, null),
        [FactKinds.SessionBegun.Name] = ("sign-in", SessionBegun.Descriptor, SessionBegun.DeviceFieldNumber, null),
        [FactKinds.SessionTurned.Name] = ("sign-in used", SessionTurned.Descriptor, 0, null),
        [FactKinds.SessionEnded.Name] = ("sign-in ended", SessionEnded.Descriptor, 0, null),
        [FactKinds.PersonConsent.Name] = ("consent", V1.Consent.Descriptor, 0, null),
        [FactKinds.PersonAlso.Name] = ("also known as", V1.Also.Descriptor, 0, null),
        [FactKinds.PinRemoved.Name] = ("pin removed", V1.Erased.Descriptor, 0, null),
    };

    /// <summary>The word people read; the kind itself where this build has none.</summary>
    public static string WordOf(string kind) => kind == FactKinds.PersonKey.Name ? "key" : Known.TryGetValue(kind, out var known) ? known.Word : kind;

    /// <param name="open">Opens sealed bytes under the person's key; null when they are not sealed under it.</param>
    /// <returns>Null for a body that says nothing, and for the key itself, which nobody is given.</returns>
    public static JsonNode? Tell(Fact fact, Func<ReadOnlyMemory<byte>, byte[]?> open)
    {
        if (fact.Kind == FactKinds.PersonKey.Name || fact.Body.IsEmpty)
        {
            return null;
        }
        try
        {
            return Known.TryGetValue(fact.Kind, out var known) ? Named(fact.Body, known.Body, known.SealedField, known.Clear, open) : Guess(fact.Body, open, 0);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            return JsonValue.Create(Convert.ToBase64String(fact.Body.Span));
        }
    }

    private static JsonNode? Named(ReadOnlyMemory<byte> body, MessageDescriptor descriptor, int sealedField, MessageDescriptor? clear, Func<ReadOnlyMemory<byte>, byte[]?> open)
    {
        var message = descriptor.Parser.ParseFrom(body.Span);
        JsonNode? opened = null;
        var field = sealedField > 0 ? descriptor.FindFieldByNumber(sealedField) : null;
        if (field is not null && field.Accessor.GetValue(message) is ByteString { IsEmpty: false } closed)
        {
            field.Accessor.Clear(message);
            opened = open(closed.Memory) is not { } bytes ? JsonValue.Create("cannot be opened at this box yet")
                : clear is null ? JsonValue.Create(Encoding.UTF8.GetString(bytes))
                : Plain(clear.Parser.ParseFrom(bytes));
        }
        var told = Plain(message);
        if (opened is null)
        {
            return told;
        }
        if (told is JsonObject { Count: 0 })
        {
            return opened;
        }
        told![field!.JsonName] = opened;
        return told;
    }

    private static JsonNode? Plain(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message));

    /// <summary>Protobuf without its schema: by field numbers, each length-delimited field opened where it can be.</summary>
    private static JsonNode? Guess(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, byte[]?> open, int depth)
    {
        var told = new JsonObject();
        using var input = new CodedInputStream(body.ToArray());
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            var name = WireFormat.GetTagFieldNumber(tag).ToString(CultureInfo.InvariantCulture);
            JsonNode? value = WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => JsonValue.Create(input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => JsonValue.Create(input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => JsonValue.Create(input.ReadFixed32()),
                WireFormat.WireType.LengthDelimited => Bytes(input.ReadBytes().Memory, open, depth),
                _ => throw new MalformedException("groups are of another age"),
            };
            if (told.TryGetPropertyValue(name, out var first))
            {
                (first as JsonArray ?? (JsonArray)(told[name] = new JsonArray(first?.DeepClone()))).Add(value);
            }
            else
            {
                told[name] = value;
            }
        }
        return told;
    }

    private static JsonNode? Bytes(ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, byte[]?> open, int depth)
    {
        if (open(bytes) is { } clear)
        {
            bytes = clear;
        }
        else if (IsText(bytes.Span))
        {
            return JsonValue.Create(Encoding.UTF8.GetString(bytes.Span));
        }
        try
        {
            if (depth < MaxDepth && bytes.Length > 1)
            {
                return Guess(bytes, open, depth + 1);
            }
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or MalformedException)
        {
            // No message after all.
            return AsText(bytes);
        }
        return AsText(bytes);
    }

    private static JsonValue AsText(ReadOnlyMemory<byte> bytes) =>
        JsonValue.Create(IsText(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : Convert.ToBase64String(bytes.Span));

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return false;
        }
        foreach (var b in bytes)
        {
            if (b < 0x20 && b is not ((byte)'\n' or (byte)'\t'))
            {
                return false;
            }
        }
        return true;
    }
}

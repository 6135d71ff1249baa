using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Samagam.Mqtt.Codec;

/// <summary>
/// Reads the data forms of MQTT (5.0 §1.5) from one packet body. The first fault sticks in <see cref="Fault"/>; later
/// reads give empty values, so a decoder reads straight through and asks once at the end. Never throws, never reads past
/// the body, allocates no more than the body holds.
/// </summary>
internal ref struct PacketReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>Success while all is well.</summary>
    public MqttReason Fault { get; private set; }

    public readonly int Remaining => _rest.Length;

    public readonly bool Ok => Fault == MqttReason.Success;

    public void Fail(MqttReason reason = MqttReason.MalformedPacket)
    {
        if (Ok)
        {
            Fault = reason;
        }
        _rest = default;
    }

    public byte Byte()
    {
        var span = Take(1);
        return span.IsEmpty ? (byte)0 : span[0];
    }

    public ushort U16()
    {
        var span = Take(2);
        return span.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(span);
    }

    public uint U32()
    {
        var span = Take(4);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(span);
    }

    /// <summary>Variable byte integer, §1.5.5: at most four bytes, and in its shortest form.</summary>
    public uint VarInt()
    {
        uint value = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var next = Byte();
            value |= (uint)(next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                if (next == 0 && shift > 0)
                {
                    Fail();
                }
                return Ok ? value : 0;
            }
        }
        Fail();
        return 0;
    }

    public ReadOnlySpan<byte> Data() => Take(U16());

    /// <summary>UTF-8 text, §1.5.4: well formed and without U+0000. Checked here, made a string by the caller's choice.</summary>
    public ReadOnlySpan<byte> Utf8()
    {
        var span = Data();
        if (!Utf8Valid(span))
        {
            Fail();
            return default;
        }
        return span;
    }

    public string Text() => Encoding.UTF8.GetString(Utf8());

    public ReadOnlySpan<byte> Rest()
    {
        var all = _rest;
        _rest = default;
        return all;
    }

    /// <summary>The property block of <paramref name="packet"/>, each checked against the table; null when it is empty.</summary>
    public MqttProperties? Properties(MqttPacketType packet)
    {
        var length = VarInt();
        var block = Take((int)length);
        if (!Ok || block.IsEmpty)
        {
            return null;
        }
        var inner = new PacketReader(block);
        var found = new MqttProperties();
        ulong seen = 0;
        while (inner.Ok && inner.Remaining > 0)
        {
            inner.Property(packet, found, ref seen);
        }
        if (!inner.Ok)
        {
            Fail(inner.Fault);
        }
        return found;
    }

    private void Property(MqttPacketType packet, MqttProperties into, ref ulong seen)
    {
        var id = VarInt();
        if (!Ok)
        {
            return;
        }
        if (!PropertyTable.Allowed(id, packet))
        {
            Fail(PropertyTable.Form(id) == PropertyForm.None ? MqttReason.MalformedPacket : MqttReason.ProtocolError);
            return;
        }
        var property = (MqttProperty)id;
        var repeats = property == MqttProperty.UserProperty
            || (property == MqttProperty.SubscriptionIdentifier && packet == MqttPacketType.Publish);
        if (!repeats && (seen & (1UL << (int)id)) != 0)
        {
            Fail(MqttReason.ProtocolError);
            return;
        }
        seen |= 1UL << (int)id;
        switch (PropertyTable.Form(id))
        {
            case PropertyForm.Text:
                into.With(property, Text());
                break;
            case PropertyForm.Data:
                into.With(property, (ReadOnlyMemory<byte>)Data().ToArray());
                break;
            case PropertyForm.Pair:
                var name = Text();
                into.WithUser(name, Text());
                break;
            case var form:
                Numeric(property, form, into);
                break;
        }
    }

    private void Numeric(MqttProperty property, PropertyForm form, MqttProperties into)
    {
        var number = form switch
        {
            PropertyForm.U16 => U16(),
            PropertyForm.U32 => U32(),
            PropertyForm.VarInt => VarInt(),
            _ => Byte(),
        };
        // Zero is a protocol error where it would mean "nothing may ever be sent" (§3.1.2.11.3-4, §3.3.2.3.4, §3.8.2.1.2).
        var zeroForbidden = property is MqttProperty.ReceiveMaximum or MqttProperty.MaximumPacketSize or MqttProperty.SubscriptionIdentifier;
        if (Ok && ((form == PropertyForm.Flag && number > 1) || (number == 0 && zeroForbidden)))
        {
            Fail(MqttReason.ProtocolError);
        }
        if (Ok && number == 0 && property == MqttProperty.TopicAlias)
        {
            Fail(MqttReason.TopicAliasInvalid);
        }
        into.With(property, number);
    }

    internal static bool Utf8Valid(ReadOnlySpan<byte> span) =>
        System.Text.Unicode.Utf8.IsValid(span) && span.IndexOf((byte)0) < 0;

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length || !Ok)
        {
            Fail();
            return default;
        }
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}

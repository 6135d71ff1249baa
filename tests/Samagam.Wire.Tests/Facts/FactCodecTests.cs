using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.TestKit;
using Samagam.Wire.Facts;
using Samagam.Wire.Facts.V1;
using static Samagam.Wire.Tests.Given;

namespace Samagam.Wire.Tests.Facts;

public sealed class FactCodecTests
{
    [Fact]
    public void A_statement_says_what_was_put_in_and_keeps_its_bytes() => Seeds.ForEach(300, (_, luck) =>
    {
        var id = AnyId(luck);
        var time = HybridTime.Unpack((ulong)luck.NextInt64(long.MinValue, long.MaxValue), (ClockQuality)luck.Next(3));
        var lane = (Lane)luck.Next(5);
        var body = new byte[luck.Next(100)];
        luck.NextBytes(body);
        long? expires = luck.Next(2) == 0 ? null : luck.NextInt64(1, HybridTime.MaxWallMs);
        var statement = FactCodec.Serialise(id, time, lane, "sos.raised", "sos/1", 3, expires, body);
        var fact = FactCodec.FromWire(SignedFact.Parser.ParseFrom(FactCodec.ToWire(FactCodec.Parse(statement, new byte[64])).ToByteArray()));
        Assert.Equal((id, time, lane, "sos.raised", "sos/1", 3u, expires), (fact.Id, fact.Time, fact.Lane, fact.Kind, fact.Subject, fact.Edits, fact.ExpiresMs));
        Assert.Equal(body, fact.Body.ToArray());
        Assert.Equal(statement, fact.Statement.ToArray());
        Assert.Equal(64, fact.Signature.Length);
    });

    /// <summary>The format is fixed: these bytes, made once by another language's protobuf, are on disks and under signatures. A change here breaks every box in the field.</summary>
    [Theory]
    [InlineData("life", "08071080be98311801202a29020100540521ac013002420a736f732e7261697365644a28736f732f30303030303030302d303030302d343030302d383030302d3030303030303030303030316203010203")]
    [InlineData("sector", "08071080be98311826202a29020100540521ac0130023803420a6c617465722e776f72644a06676174652f34500c58e0fc9888c235")]
    [InlineData("least", "0801200142016b")]
    [InlineData("greatest", "08ffff0310ffffffff0f18feff0f20ffffffffffffffff7f29ffffffffffffffff3002380442016b4a017350ffffffff0f58ffffffffffff3f6201ff")]
    public void A_statement_has_the_bytes_it_had_on_the_first_day(string which, string hex)
    {
        var statement = which switch
        {
            "life" => FactCodec.Serialise(Id(), Noon, Lane.Life, "sos.raised", "sos/00000000-0000-4000-8000-000000000001", 0, null, [1, 2, 3]),
            "sector" => FactCodec.Serialise(Id(stream: StreamId.OfSector(9)), Noon, Lane.Shared, "later.word", "gate/4", 12, 1_838_800_060_000, []),
            "least" => FactCodec.Serialise(Id(1, 0, 1, StreamId.Self), default, Lane.Life, "k", "", 0, null, []),
            _ => FactCodec.Serialise(
                Id(65_535, uint.MaxValue, FactId.MaxSeq, StreamId.OfSector(ushort.MaxValue)),
                new HybridTime(HybridTime.MaxWallMs, ushort.MaxValue, ClockQuality.Trusted),
                Lane.Telemetry, "k", "s", uint.MaxValue, HybridTime.MaxWallMs, [255]),
        };
        Assert.Equal(hex, Convert.ToHexStringLower(statement));
    }

    [Fact]
    public void An_old_reader_keeps_fields_and_kinds_it_does_not_know_byte_for_byte()
    {
        // Field 99, length-delimited, as a later build might add it.
        var known = FactCodec.Serialise(Id(), Noon, Lane.Warning, "flood.warned", "flood/1", 0, null, [9]);
        byte[] later = [.. known, 0x9A, 0x06, 0x03, 0x01, 0x02, 0x03];
        var fact = FactCodec.Parse(later, new byte[64]);
        var passedOn = FactCodec.FromWire(SignedFact.Parser.ParseFrom(FactCodec.ToWire(fact).ToByteArray()));
        Assert.Equal("flood.warned", passedOn.Kind);
        Assert.Equal(later, passedOn.Statement.ToArray());
        Assert.Equal(FoldingLaw.All, FactKinds.LawOf(passedOn.Kind));
    }

    [Fact]
    public void Garbage_is_refused_and_never_breaks_anything() => Seeds.ForEach(2_000, (_, luck) =>
    {
        var good = FactCodec.Serialise(AnyId(luck), Noon, Lane.Life, "sos.raised", "sos/1", 0, null, new byte[20]);
        var bytes = luck.Next(4) == 0 ? RandomBytes(luck) : Spoilt(good, luck);
        try
        {
            var fact = FactCodec.Parse(bytes, new byte[luck.Next(2) * 64]);
            Assert.True(fact.Id.Seq is > 0 and <= FactId.MaxSeq && fact.Id.Origin.Number > 0 && fact.Lane <= Lane.Telemetry);
            Assert.Equal(bytes, fact.Statement.ToArray());
        }
        catch (MalformedException refused)
        {
            Assert.NotEmpty(refused.Message);
        }
    });

    [Theory]
    [InlineData(0, 64, false)]
    [InlineData(1, 63, false)]
    [InlineData(1, 65, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, 64, true)]
    public void A_statement_and_its_signature_stand_on_their_limits(int statement, int signature, bool good)
    {
        var bytes = statement == 0 ? [] : FactCodec.Serialise(Id(), Noon, Lane.Life, "k", "s", 0, null, []);
        Assert.Equal(good, Reads(bytes, signature));
    }

    [Fact]
    public void The_longest_statement_is_read_and_one_byte_more_is_not()
    {
        var overhead = FactCodec.Serialise(Id(), Noon, Lane.Life, "k", "s", 0, null, new byte[10_000]).Length - 10_000;
        Assert.True(Reads(FactCodec.Serialise(Id(), Noon, Lane.Life, "k", "s", 0, null, new byte[Samagam.Core.Facts.Fact.MaxStatementBytes - overhead]), 64));
        Assert.False(Reads(FactCodec.Serialise(Id(), Noon, Lane.Life, "k", "s", 0, null, new byte[Samagam.Core.Facts.Fact.MaxStatementBytes - overhead + 1]), 64));
    }

    [Theory]
    [InlineData(Samagam.Core.Facts.Fact.MaxNameBytes, true)]
    [InlineData(Samagam.Core.Facts.Fact.MaxNameBytes + 1, false)]
    public void Kind_and_subject_stand_on_their_limit(int length, bool good)
    {
        Assert.Equal(good, Reads(FactCodec.Serialise(Id(), Noon, Lane.Life, new string('k', length), "s", 0, null, []), 64));
        Assert.Equal(good, Reads(FactCodec.Serialise(Id(), Noon, Lane.Life, "k", new string('s', length), 0, null, []), 64));
    }

    [Fact]
    public void Impossible_values_are_refused_with_a_reason()
    {
        (string Why, Action<Statement> Spoil)[] spoils =
        [
            ("impossible lane", s => s.Lane = 5),
            ("impossible seq", s => s.Seq = 0),
            ("impossible seq", s => s.Seq = FactId.MaxSeq + 1),
            ("impossible origin", s => s.Origin = 0),
            ("impossible origin", s => s.Origin = 65_536),
            ("impossible stream", s => s.Stream = (3u << 2) | 1),
            ("impossible clock quality", s => s.ClockQuality = 3),
            ("impossible kind", s => s.Kind = ""),
            ("impossible kind", s => s.Kind = "a b"),
            ("impossible subject", s => s.Subject = "sos/é"),
            ("impossible expiry", s => s.ExpiresMs = 1UL << 48),
        ];
        foreach (var (why, spoil) in spoils)
        {
            var statement = Statement.Parser.ParseFrom(FactCodec.Serialise(Id(), Noon, Lane.Life, "k", "s", 0, null, []));
            spoil(statement);
            Assert.Equal(why, Assert.Throws<MalformedException>(() => FactCodec.Parse(statement.ToByteArray(), default)).Message);
        }
    }

    [Fact]
    public void Knowledge_comes_back_as_it_was() => Seeds.ForEach(200, (_, luck) =>
    {
        var known = Known(luck);
        var back = KnowledgeCodec.FromWire(V1Knowledge(KnowledgeCodec.ToWire(known).ToByteArray()));
        Assert.True(known.SameAs(back), $"{known} / {back}");
    });

    [Theory]
    [InlineData(0UL, 1UL)]
    [InlineData(5UL, 4UL)]
    [InlineData(1UL, FactId.MaxSeq + 1)]
    public void Impossible_ranges_are_refused(ulong from, ulong to)
    {
        var wire = new Wire.Facts.V1.Knowledge { Streams = { new StreamRanges { Origin = 1, Epoch = 1, Stream = 1, Ranges = { new Wire.Facts.V1.Range { From = from, To = to } } } } };
        Assert.Throws<MalformedException>(() => KnowledgeCodec.FromWire(wire));
    }

    [Theory]
    [InlineData(KnowledgeCodec.MaxRanges, true)]
    [InlineData(KnowledgeCodec.MaxRanges + 1, false)]
    public void Knowledge_of_too_many_ranges_is_refused(int count, bool good)
    {
        var wire = new Wire.Facts.V1.Knowledge();
        foreach (var half in new[] { count / 2, count - (count / 2) })
        {
            var stream = new StreamRanges { Origin = 1, Epoch = (uint)wire.Streams.Count, Stream = 1 };
            for (var i = 0; i < half; i++)
            {
                stream.Ranges.Add(new Wire.Facts.V1.Range { From = ((ulong)i * 2) + 1, To = ((ulong)i * 2) + 1 });
            }
            wire.Streams.Add(stream);
        }
        if (good)
        {
            Assert.Equal((ulong)count, KnowledgeCodec.FromWire(wire).Count);
        }
        else
        {
            Assert.Throws<MalformedException>(() => KnowledgeCodec.FromWire(wire));
        }
    }

    private static Wire.Facts.V1.Knowledge V1Knowledge(byte[] bytes) => Wire.Facts.V1.Knowledge.Parser.ParseFrom(bytes);

    private static byte[] RandomBytes(Random luck)
    {
        var bytes = new byte[luck.Next(1, 200)];
        luck.NextBytes(bytes);
        return bytes;
    }

    private static bool Reads(byte[] statement, int signature)
    {
        try
        {
            FactCodec.Parse(statement, new byte[signature]);
            return true;
        }
        catch (MalformedException)
        {
            return false;
        }
    }
}

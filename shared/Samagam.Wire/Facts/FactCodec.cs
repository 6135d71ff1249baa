using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Time;
using Samagam.Wire.Facts.V1;

namespace Samagam.Wire.Facts;

/// <summary>
/// Facts and their bytes (<c>samagam/facts/v1/facts.proto</c>). The statement is serialised once, by its origin, in field
/// order; golden vectors in the tests pin it. Everyone else only reads it.
/// </summary>
public static class FactCodec
{
    /// <summary>The origin's bytes of a new fact.</summary>
    public static byte[] Serialise(FactId id, HybridTime time, Lane lane, string kind, string subject, uint edits, long? expiresMs, ReadOnlySpan<byte> body) =>
        new Statement
        {
            Origin = id.Origin.Number,
            Epoch = id.Key.Epoch,
            Stream = id.Key.Stream.Packed,
            Seq = id.Seq,
            Time = time.Packed,
            ClockQuality = (uint)time.Quality,
            Lane = (uint)lane,
            Kind = kind,
            Subject = subject,
            Edits = edits,
            ExpiresMs = (ulong)(expiresMs ?? 0),
            Body = ByteString.CopyFrom(body),
        }.ToByteArray();

    /// <summary>Reads a statement. Unknown kinds and unknown fields are fine; impossible values throw <see cref="MalformedException"/>.</summary>
    public static Fact Parse(ReadOnlyMemory<byte> statement, ReadOnlyMemory<byte> signature)
    {
        if (statement.Length is 0 or > Fact.MaxStatementBytes)
        {
            throw new MalformedException($"statement of {statement.Length} bytes; 1 to {Fact.MaxStatementBytes} allowed");
        }
        if (signature.Length is not (0 or 64))
        {
            throw new MalformedException($"signature of {signature.Length} bytes; 64 or none allowed");
        }
        Statement said;
        try
        {
            said = Statement.Parser.ParseFrom(statement.Span);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new MalformedException("statement is not protobuf", e);
        }
        Check(said.Lane <= (uint)Lane.Telemetry, "lane");
        Check(said.Seq is > 0 and <= FactId.MaxSeq, "seq");
        Check(said.ClockQuality <= (uint)ClockQuality.Trusted, "clock quality");
        Check(IsName(said.Kind) && said.Kind.Length > 0, "kind");
        Check(IsName(said.Subject), "subject");
        Check(said.ExpiresMs <= HybridTime.MaxWallMs, "expiry");
        return new Fact
        {
            Id = new FactId(KeyOf(said.Origin, said.Epoch, said.Stream), said.Seq),
            Time = HybridTime.Unpack(said.Time, (ClockQuality)said.ClockQuality),
            Lane = (Lane)said.Lane,
            Kind = said.Kind,
            Subject = said.Subject,
            Edits = said.Edits,
            ExpiresMs = said.ExpiresMs == 0 ? null : (long)said.ExpiresMs,
            Body = said.Body.Memory,
            Statement = statement,
            Signature = signature,
        };
    }

    public static SignedFact ToWire(Fact fact) => new()
    {
        Statement = UnsafeByteOperations.UnsafeWrap(fact.Statement),
        Signature = UnsafeByteOperations.UnsafeWrap(fact.Signature),
    };

    public static Fact FromWire(SignedFact fact) => Parse(fact.Statement.Memory, fact.Signature.Memory);

    public static FactRef ToRef(FactId id) => new()
    {
        Origin = id.Origin.Number,
        Epoch = id.Key.Epoch,
        Stream = id.Key.Stream.Packed,
        Seq = id.Seq,
    };

    public static FactId FromRef(FactRef reference) => new(KeyOf(reference.Origin, reference.Epoch, reference.Stream), reference.Seq);

    internal static StreamKey KeyOf(uint origin, uint epoch, uint stream)
    {
        Check(origin is > 0 and <= ushort.MaxValue, "origin");
        Check(StreamId.TryUnpack(stream, out var id), "stream");
        return new StreamKey(new NodeId((ushort)origin), epoch, id);
    }

    private static bool IsName(string text) => text.Length <= Fact.MaxNameBytes && text.All(c => c is > ' ' and < (char)127);

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new MalformedException("impossible " + what);
        }
    }
}

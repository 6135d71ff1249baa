using Google.Protobuf;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Plans;
using W = Samagam.Wire.Plans.V1;

namespace Samagam.Wire.Plans;

/// <summary>Progress on itineraries and its bodies (<c>samagam/plans/v1/plans.proto</c>): sealed outside, plain inside.</summary>
public static class PlanCodec
{
    /// <summary>Where a person's progress on an itinerary is told.</summary>
    public static string SubjectOf(PersonId person, string itinerary) => $"{person.Subject}/plan/{itinerary}";

    /// <summary>The plain bytes, to be sealed.</summary>
    public static byte[] Serialise(PlanProgress progress)
    {
        var wire = new W.Progress { StartedMs = (ulong)progress.StartedMs, CurrentIndex = (uint)progress.CurrentIndex, AtMs = (ulong)progress.AtMs };
        wire.Completed.AddRange(progress.Completed);
        return wire.ToByteArray();
    }

    /// <summary>The body of the fact.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> sealedBytes) => new W.Progressed { Sealed = ByteString.CopyFrom(sealedBytes) }.ToByteArray();

    /// <summary>The sealed bytes of a fact; null when it is of another kind or cannot be read.</summary>
    public static byte[]? TryUnwrap(Fact fact)
    {
        if (fact.Kind != FactKinds.PlanProgressed.Name)
        {
            return null;
        }
        try
        {
            return W.Progressed.Parser.ParseFrom(fact.Body.Span).Sealed.ToByteArray() is { Length: > 0 } closed ? closed : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>What was sealed; null when it cannot be read.</summary>
    public static PlanProgress? TryRead(ReadOnlySpan<byte> plain)
    {
        try
        {
            var wire = W.Progress.Parser.ParseFrom(plain);
            if (wire.StartedMs > long.MaxValue || wire.AtMs > long.MaxValue || wire.CurrentIndex > PlanProgress.MaxCompleted)
            {
                return null;
            }
            var progress = new PlanProgress((long)wire.StartedMs, [.. wire.Completed], (int)wire.CurrentIndex, (long)wire.AtMs);
            return progress.IsValid ? progress : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

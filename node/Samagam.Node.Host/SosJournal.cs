using Microsoft.Extensions.Logging;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.Picture;
using Samagam.Wire.Sos;

namespace Samagam.Node.Host;

/// <summary>
/// Tells the log what happens to calls, each step once, at the box that stated it: ids and counts, never a person's name, number or
/// exact place.
/// </summary>
internal sealed partial class SosJournal
{
    private readonly ILogger _logger;
    private readonly NodeId _self;

    public SosJournal(EventPicture picture, NodeId self, ILogger logger)
    {
        (_self, _logger) = (self, logger);
        picture.OnChanged((_, facts) =>
        {
            foreach (var fact in facts)
            {
                if (fact.Id.Origin == _self && SosCodec.TryRead(fact) is { } step)
                {
                    Tell(step);
                }
            }
        });
    }

    private void Tell(SosFact fact)
    {
        var id = fact.Case.ToString()[..8];
        switch (fact.Step)
        {
            case SosRaised raised:
                Raised(_logger, id, raised.Type, raised.Door, raised.Drill ? " (exercise)" : "");
                break;
            case SosOffered offered:
                Offered(_logger, id, offered.Offers.Count, offered.Level);
                break;
            case SosReceived received:
                Step(_logger, id, $"is on the phone of {received.Responder}");
                break;
            case SosAccepted accepted:
                Step(_logger, id, $"was accepted by {accepted.Responder}, who promises {accepted.EtaSeconds} s");
                break;
            case SosDeclined declined:
                Step(_logger, id, $"was declined by {declined.Responder}");
                break;
            case SosArrived arrived:
                Step(_logger, id, $"{arrived.Responder} has arrived");
                break;
            case SosEscalated escalated:
                Escalated(_logger, id, escalated.Level, escalated.Reason);
                break;
            case SosStoodDown stood:
                Step(_logger, id, $"{stood.Responder} is stood down: another was first");
                break;
            case SosHandedOver handed:
                Step(_logger, id, $"{handed.Responder} gives it back");
                break;
            case SosResolved resolved:
                Step(_logger, id, $"is resolved: {resolved.Ending}");
                break;
            case SosCancelled cancelled:
                Step(_logger, id, cancelled.FalseAlarm ? "was cancelled as a false alarm" : "was cancelled by the caller");
                break;
            case SosLocated:
                Step(_logger, id, "has a newer place");
                break;
            default:
                break;
        }
    }

    [LoggerMessage(4100, LogLevel.Warning, "SOS {Case}: raised, {Type}, by {Door}{Exercise}; saved on this box")]
    private static partial void Raised(ILogger logger, string @case, SosType type, SosDoor door, string exercise);

    [LoggerMessage(4101, LogLevel.Information, "SOS {Case}: offered to {Count} responders, ring {Level}")]
    private static partial void Offered(ILogger logger, string @case, int count, RingLevel level);

    [LoggerMessage(4102, LogLevel.Warning, "SOS {Case}: ring opened to {Level}: {Reason}")]
    private static partial void Escalated(ILogger logger, string @case, RingLevel level, EscalationReason reason);

    [LoggerMessage(4103, LogLevel.Information, "SOS {Case}: {What}")]
    private static partial void Step(ILogger logger, string @case, string what);
}

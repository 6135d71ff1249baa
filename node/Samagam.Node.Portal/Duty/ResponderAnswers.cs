using Samagam.Core.Duty;
using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Portal.Http;
using Samagam.Node.Sos;

namespace Samagam.Node.Portal.Duty;

/// <summary>What a responder may answer, by whatever door; all end in the use cases of the node. An answer that was read is carried out even if the phone has gone.</summary>
internal sealed class ResponderAnswers(NodeApplication node)
{
    /// <summary>Longest reason of a decline.</summary>
    public const int MaxReasonLength = 200;

    public ValueTask<AnswerOutcome> ReceiveAsync(SosId id, StaffSession me) => node.Receive.RunAsync(id, me.Responder, CancellationToken.None);

    /// <param name="etaSeconds">The own promise; clamped by the use case.</param>
    public ValueTask<AnswerOutcome> AcceptAsync(SosId id, StaffSession me, int etaSeconds) =>
        node.Accept.RunAsync(id, me.Responder, me.CallSign, etaSeconds, CancellationToken.None);

    public ValueTask<AnswerOutcome> DeclineAsync(SosId id, StaffSession me, string? reason) =>
        node.Decline.RunAsync(id, me.Responder, CleanText.Of(reason, MaxReasonLength), CancellationToken.None);

    public ValueTask<AnswerOutcome> ArriveAsync(SosId id, StaffSession me) => node.Arrive.RunAsync(id, me.Responder, CancellationToken.None);

    public ValueTask<AnswerOutcome> ResolveAsync(SosId id, StaffSession me, SosEnding ending) =>
        node.Resolve.ByResponderAsync(id, me.Responder, ending, CancellationToken.None);

    public ValueTask<AnswerOutcome> HandOverAsync(SosId id, StaffSession me, string? note) =>
        node.HandOver.RunAsync(id, me.Responder, CleanText.Of(note, HandOverSos.MaxNoteLength), CancellationToken.None);

    /// <summary>On or off duty at this box. False when it cannot be saved.</summary>
    /// <param name="skills">Null for those of the voucher; only those of the voucher count.</param>
    /// <param name="point">Where the responder stands; null for this box.</param>
    public ValueTask<bool> SetDutyAsync(StaffSession me, bool on, IReadOnlyCollection<string>? skills, GeoPoint? point)
    {
        var words = me.Skills.Where(s => skills is null || skills.Contains(s)).Take(DutyState.MaxSkills).ToList();
        var self = node.Self;
        return node.Duty.RunAsync(
            new DutyState(me.Responder, on, CleanText.Of(me.CallSign, DutyState.MaxWordLength), me.Role, words, self.Node, self.Sector, point ?? self.Point),
            CancellationToken.None);
    }

    public static SosEnding? EndingOf(string? word) => word switch
    {
        "helped" => SosEnding.Helped,
        "taken-to-hospital" => SosEnding.TakenToHospital,
        "nobody-found" => SosEnding.NobodyFound,
        "false-alarm" => SosEnding.FalseAlarm,
        "exercise" => SosEnding.Exercise,
        _ => null,
    };
}

using System.Globalization;
using Samagam.Core.Duty;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Node.Sos;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Actors;

/// <summary>What a volunteer does with an offer.</summary>
public enum Temper
{
    /// <summary>Accepts, comes in time, resolves.</summary>
    Reliable,

    /// <summary>Declines.</summary>
    Declining,

    /// <summary>Sees it and never answers.</summary>
    Silent,

    /// <summary>The phone is off: never even receives it.</summary>
    Absent,

    /// <summary>Accepts and never arrives.</summary>
    Lost,

    /// <summary>Accepts, then gives the claim back.</summary>
    GivingBack,
}

/// <summary>
/// A volunteer with an open page at one box. Looks at what the box shows and acts on it, so that a lost answer is simply given
/// again.
/// </summary>
public sealed class SimVolunteer
{
    private readonly Story _story;
    private readonly Random _luck;
    private readonly SortedDictionary<SosId, long> _nextAtMs = [];
    private bool _onDuty = true;
    private bool _dutySaid;

    public SimVolunteer(Story story, int number, Random luck)
    {
        (_story, _luck) = (story, luck);
        Id = new ResponderId(string.Create(CultureInfo.InvariantCulture, $"v{number}"));
        Home = story.Boxes[luck.Next(story.Boxes.Count)];
        Temper = luck.Next(8) switch { 0 => Temper.Declining, 1 => Temper.Silent, 2 => Temper.Absent, 3 => Temper.Lost, 4 => Temper.GivingBack, _ => Temper.Reliable };
    }

    public ResponderId Id { get; }
    public SimBox Home { get; private set; }
    public Temper Temper { get; }

    public void Begin() => _story.World.Every(TimeSpan.FromMilliseconds(_luck.Next(600, 1_400)), () =>
    {
        Look();
        return true;
    });

    /// <summary>Goes off duty or back on, or walks to another box.</summary>
    public void Change()
    {
        if (_luck.Next(2) == 0)
        {
            _onDuty = !_onDuty;
            _story.World.Marks.See("volunteer: went off or on duty");
        }
        else
        {
            Home = _story.Boxes[_luck.Next(_story.Boxes.Count)];
            _story.World.Marks.See("volunteer: moved to another box");
        }
        _dutySaid = false;
    }

    private void Look()
    {
        if (Home is not { Up: true, Application: { } node })
        {
            return;
        }
        if (!_dutySaid)
        {
            var duty = new DutyState(Id, _onDuty, "Call " + Id, "volunteer", [], Home.Node, Home.Self.Sector, Home.Self.Point);
            _story.Run($"duty of {Id}", async () => _dutySaid |= await node.Duty.RunAsync(duty, CancellationToken.None).ConfigureAwait(false));
        }
        if (Temper == Temper.Absent)
        {
            return;
        }
        foreach (var sos in node.Picture.Snapshot.Sos.Open)
        {
            var offer = sos.Offers.FirstOrDefault(o => o.Responder == Id);
            var claim = sos.Claims.FirstOrDefault(c => c.Responder == Id && c.State == ClaimState.Live);
            if (offer is null && claim is null)
            {
                continue;
            }
            if (!_nextAtMs.TryGetValue(sos.Id, out var next))
            {
                _nextAtMs[sos.Id] = next = _story.World.NowMs + _luck.Next(200, 6_000);
            }
            if (offer is { ReceivedAt: null })
            {
                _story.Run($"receipt of {Id}", async () => await node.Receive.RunAsync(sos.Id, Id, CancellationToken.None).ConfigureAwait(false));
            }
            if (_story.World.NowMs >= next)
            {
                _nextAtMs[sos.Id] = _story.World.NowMs + _luck.Next(2_000, 9_000);
                Act(node, sos, offer, claim);
            }
        }
    }

    private void Act(Node.NodeApplication node, SosCase sos, OfferState? offer, Claim? claim)
    {
        var stop = CancellationToken.None;
        if (claim is null)
        {
            if (sos.Claims.Any(c => c.Responder == Id && c.State == ClaimState.StoodDown))
            {
                _story.World.Marks.See("volunteer: was stood down");
            }
            if (sos.Standing is null && offer is { Declined: false })
            {
                switch (Temper)
                {
                    case Temper.Reliable or Temper.Lost or Temper.GivingBack:
                        Answer("accepted", () => node.Accept.RunAsync(sos.Id, Id, "Call " + Id, _luck.Next(3, 12), stop));
                        break;
                    case Temper.Declining:
                        Answer("declined", () => node.Decline.RunAsync(sos.Id, Id, "too far", stop));
                        break;
                }
            }
        }
        else if (claim.ArrivedAt is not null)
        {
            Answer("resolved", () => node.Resolve.ByResponderAsync(sos.Id, Id, SosEnding.Helped, stop));
        }
        else if (Temper == Temper.GivingBack)
        {
            Answer("gave a claim back", () => node.HandOver.RunAsync(sos.Id, Id, "cannot reach", stop));
        }
        else if (Temper == Temper.Reliable)
        {
            Answer("arrived", () => node.Arrive.RunAsync(sos.Id, Id, stop));
        }
    }

    private void Answer(string what, Func<ValueTask<AnswerOutcome>> say) => _story.Run($"{Id} {what}", async () =>
    {
        if (await say().ConfigureAwait(false) == AnswerOutcome.Done)
        {
            _story.World.Marks.See("volunteer: " + what);
            _story.Trace($"{Id} {what}");
        }
    });
}

using Samagam.Core.Geo;
using Samagam.Core.Ids;
using Samagam.Core.Sos;
using Samagam.Mesh.People;
using Samagam.Node.Sos;
using Samagam.Simulation.Stories;

namespace Samagam.Simulation.Actors;

/// <summary>
/// A caller with a phone: posts the form to the box that hears it, repeats the same call until told "saved on this box", at
/// another box if it has walked on. A panic button is a caller without an id of its own.
/// </summary>
public sealed class SimPhone(Story story, string name, Random luck, bool button)
{
    private SimBox _near = story.Boxes[luck.Next(story.Boxes.Count)];
    private SosId? _id = button ? null : SosId.From(luck);
    private int _attempt;
    private bool _cancelling;

    /// <summary>The caller waits for "saved".</summary>
    public bool Waits { get; private set; }

    /// <summary>The call, once it was acknowledged.</summary>
    public SosId? Call { get; private set; }

    public void Press()
    {
        Waits = true;
        story.World.Marks.See(button ? "caller: a panic button was pressed" : "caller: a form was posted");
        Try();
    }

    /// <summary>The same phone presses again while its case may still be open.</summary>
    public void PressAgain()
    {
        if (Call is not null && !Waits)
        {
            story.World.Marks.See("caller: pressed again");
            Waits = true;
            Try();
        }
    }

    /// <summary>Keeps asking until the cancel is durable somewhere.</summary>
    public void Cancel()
    {
        if (Call is { } call && !_cancelling)
        {
            _cancelling = true;
            TryCancel(call);
        }
    }

    private void Try()
    {
        var attempt = ++_attempt;
        if (luck.Next(6) == 0)
        {
            _near = story.Boxes[luck.Next(story.Boxes.Count)];
        }
        // A browser gives up after a while; a dead box never answers.
        story.World.AfterMs(luck.Next(2_000, 5_000), () =>
        {
            if (Waits && attempt == _attempt)
            {
                story.World.Marks.See("caller: repeated the same call");
                Try();
            }
        });
        if (_near is { Up: true, Application: { } node })
        {
            var box = _near;
            story.Run($"call of {name}", async () => Told(attempt, box, await node.Raise.RunAsync(Command(), CancellationToken.None).ConfigureAwait(false)));
        }
    }

    private RaiseCommand Command()
    {
        var place = luck.Next(3) == 0
            ? new Place(new GeoPoint(_near.Self.Point.LatitudeDeg + (luck.NextDouble() * 0.001), _near.Self.Point.LongitudeDeg), 20, PlaceSource.Gps)
            : (Place?)null;
        return new RaiseCommand(
            _id,
            button || luck.Next(2) == 0 ? name : null,
            place,
            new SosRaised { Type = (SosType)luck.Next(1, 8), Door = button ? SosDoor.PanicButton : SosDoor.Form, People = luck.Next(3) },
            luck.Next(3) == 0 ? new SosDetails("A " + name, "", "help") : SosDetails.None);
    }

    private void Told(int attempt, SimBox box, RaiseOutcome outcome)
    {
        switch (outcome)
        {
            case RaiseOutcome.Saved(var id, var isNew, var same):
                // A late answer to an earlier attempt is an answer all the same: the box has promised.
                story.Acknowledge(box, id);
                if (!isNew)
                {
                    story.World.Marks.See("caller: a retry met its own case");
                }
                if (same is not null)
                {
                    story.World.Marks.See("caller: linked as possibly the same");
                }
                Call = id;
                Waits = false;
                break;
            case RaiseOutcome.NotSaved:
                story.World.Marks.See("caller: was told the truth, not saved");
                story.Refused(box);
                if (attempt == _attempt && Waits)
                {
                    story.World.AfterMs(luck.Next(500, 1_500), () =>
                    {
                        if (attempt == _attempt && Waits)
                        {
                            Try();
                        }
                    });
                }
                break;
        }
    }

    private void TryCancel(SosId call)
    {
        story.World.AfterMs(luck.Next(1_000, 3_000), () =>
        {
            if (_cancelling)
            {
                TryCancel(call);
            }
        });
        if (_near is { Up: true, Application: { } node })
        {
            story.Run($"cancel of {name}", async () =>
            {
                var outcome = await node.Resolve.ByCallerAsync(call, falseAlarm: luck.Next(2) == 0, CancellationToken.None).ConfigureAwait(false);
                if (outcome is AnswerOutcome.Done or AnswerOutcome.AlreadySo)
                {
                    story.World.Marks.See("caller: cancelled");
                    _cancelling = false;
                }
            });
        }
    }
}

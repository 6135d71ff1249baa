using Samagam.Core.Facts;
using Samagam.Mesh.Facts;
using Samagam.Wire.Hub;

namespace Samagam.Hub.Receipts;

/// <summary>
/// Answers for what the hub holds on disk: one receipt per stream, stating the whole. Gathers for a moment, so that a burst
/// costs one receipt and not one each. Receipts themselves are not receipted.
/// </summary>
public sealed class ReceiptPump
{
    /// <summary>How long arrivals are gathered.</summary>
    public static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(100);

    private readonly FactDesk _desk;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly SortedSet<StreamKey> _due = [];

    public ReceiptPump(FactDesk desk, TimeProvider time)
    {
        (_desk, _time) = (desk, time);
        // A hub that was emptied and refilled, or stopped before it could answer, answers for all it holds.
        _due.UnionWith(desk.Log.Known().Streams.Keys.Where(Owed));
        desk.Log.OnCommitted(commit =>
        {
            lock (_gate)
            {
                _due.UnionWith(commit.Added.Select(f => f.Id.Key).Where(Owed));
            }
        });
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(GatherFor, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await StepAsync(stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>States the receipts that are due, in one transaction.</summary>
    public async ValueTask StepAsync(CancellationToken cancellation)
    {
        StreamKey[] due;
        lock (_gate)
        {
            due = [.. _due];
            _due.Clear();
        }
        if (due.Length == 0)
        {
            return;
        }
        try
        {
            var known = _desk.Log.Known();
            await _desk.WriteAsync(
                Lane.Answer,
                scope =>
                {
                    foreach (var key in due)
                    {
                        scope.Author(FactKinds.HubReceipt, ReceiptCodec.SubjectOf(key), ReceiptCodec.Serialise(key, known.Of(key)));
                    }
                    return true;
                },
                cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            lock (_gate)
            {
                _due.UnionWith(due);
            }
        }
    }

    private bool Owed(StreamKey key) => key.Origin != _desk.Self && key.Stream.Scope != Scope.Self;
}

using System.Globalization;
using System.Threading.Channels;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Privacy;
using Samagam.Mesh.Facts;
using Samagam.Wire.Privacy;

namespace Samagam.Mesh.Privacy;

/// <summary>An entry as it is shown.</summary>
public sealed record AuditLine(NodeId Box, uint Epoch, AuditEntry Entry);

/// <summary>
/// Records every look of staff at what is personal, in a chain in which each entry holds the hash of the one before. Written behind: whoever looks waits
/// for nothing, and a look that cannot be recorded is counted, never refused. The chain of a box travels to the hub, so that cutting it here is seen there.
/// </summary>
public sealed class AuditTrail
{
    private const string Notes = "audit", Head = "head";
    private const int BlockEntries = 500, MaxBatch = 256;

    /// <summary>Between two tries of a store that refuses.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Between two checks of the whole chain.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromHours(1);

    private readonly FactDesk _desk;
    private readonly TimeProvider _time;
    private readonly Channel<AuditEntry> _waiting;
    private long _lost;
    private long _written;
    private volatile AuditVerdict? _verdict;

    public AuditTrail(FactDesk desk, TimeProvider time, PrivacyOptions options)
    {
        (_desk, _time) = (desk, time);
        _waiting = Channel.CreateBounded<AuditEntry>(new BoundedChannelOptions(options.MaxAuditWaiting) { SingleReader = true });
    }

    /// <summary>Entries on disk since the start; looks that found the queue full.</summary>
    public (long Written, long Lost, int Waiting) Counts => (Interlocked.Read(ref _written), Interlocked.Read(ref _lost), _waiting.Reader.Count);

    /// <summary>What the last check gave; null before the first.</summary>
    public AuditVerdict? Verdict => _verdict;

    /// <summary>Never waits, never throws. False when too many wait already; that is counted.</summary>
    public bool Note(string who, string subject, AuditAct act, string door)
    {
        var taken = _waiting.Writer.TryWrite(new AuditEntry(0, _desk.BestTime().WallMs, Cut(who), Cut(subject), act, Cut(door), default));
        if (!taken)
        {
            Interlocked.Increment(ref _lost);
        }
        return taken;
    }

    /// <summary>Writes what is noted, and checks the chain at the start and each hour.</summary>
    public Task RunAsync(CancellationToken stop) => Pumps.RunAsync(WriteAllAsync(stop), WatchAsync(stop));

    /// <summary>Writes what waits now; false when the store refused: then it waits on.</summary>
    public async ValueTask<bool> StepAsync()
    {
        while (_waiting.Reader.TryPeek(out _))
        {
            var batch = new List<AuditEntry>();
            try
            {
                await _desk.WriteAsync(Lane.Shared, scope => Write(scope, batch), CancellationToken.None).ConfigureAwait(false);
                Interlocked.Add(ref _written, batch.Count);
            }
            catch (StoreRefusedException)
            {
                foreach (var entry in batch.Where(e => !_waiting.Writer.TryWrite(e)))
                {
                    Interlocked.Increment(ref _lost);
                }
                return false;
            }
        }
        return true;
    }

    /// <summary>Checks this box's own chain, in the writer, where the note of the last entry and the chain are of one moment: a cut tail is seen too.</summary>
    public ValueTask<AuditVerdict> CheckAsync(CancellationToken cancellation) => _desk.WriteAsync(
        Lane.Shared,
        scope =>
        {
            var rows = scope.Rows.Below(RootOf(_desk.Self)).Where(f => f.Id.Origin == _desk.Self).Select(PrivacyCodec.TryReadAudit).OfType<AuditRow>();
            return _verdict = AuditChain.Check(rows, PrivacyCodec.TryReadHead(scope.Rows.GetLocal(Notes, Head)));
        },
        cancellation);

    /// <summary>The chain of any box, as far as it is held here; the hub holds all.</summary>
    public AuditVerdict CheckOf(NodeId box) => AuditChain.Check(RowsOf(box));

    /// <summary>Entries of a box, newest first.</summary>
    public IReadOnlyList<AuditLine> LinesOf(NodeId box) =>
        [.. RowsOf(box).Where(r => r.Read is not null).OrderByDescending(r => r.Epoch).ThenByDescending(r => r.Read!.Number).Select(r => new AuditLine(box, r.Epoch, r.Read!))];

    private static string RootOf(NodeId box) => "audit/" + box;

    private List<AuditRow> RowsOf(NodeId box) => [.. _desk.Log.Below(RootOf(box)).Where(f => f.Id.Origin == box).Select(PrivacyCodec.TryReadAudit).OfType<AuditRow>()];

    private bool Write(FactScope scope, List<AuditEntry> batch)
    {
        var head = PrivacyCodec.TryReadHead(scope.Rows.GetLocal(Notes, Head));
        var hash = head?.Hash ?? new byte[AuditEntry.HashBytes];
        var number = head?.Epoch == scope.Epoch ? head.Number : 0;
        while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var entry))
        {
            batch.Add(entry);
        }
        foreach (var entry in batch)
        {
            number++;
            var body = PrivacyCodec.Serialise(entry with { Number = number, Previous = hash });
            var subject = string.Create(CultureInfo.InvariantCulture, $"{RootOf(scope.Self)}/{scope.Epoch}/{(number - 1) / BlockEntries}");
            scope.Author(FactKinds.AuditNoted, subject, body);
            hash = AuditChain.HashOf(body);
        }
        scope.Rows.PutLocal(Notes, Head, PrivacyCodec.Serialise(new AuditHead(scope.Epoch, number, hash)));
        return true;
    }

    private async Task WriteAllAsync(CancellationToken stop)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
            {
                if (!await StepAsync().ConfigureAwait(false))
                {
                    await Task.Delay(RetryAfter, _time, stop).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What was looked at before the stop is recorded before the end.
            await StepAsync().ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(CheckEvery, _time);
        try
        {
            do
            {
                await TryCheckAsync(stop).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async ValueTask TryCheckAsync(CancellationToken stop)
    {
        try
        {
            await CheckAsync(stop).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            // Said by the store's condition; looked at again in an hour.
            return;
        }
    }

    private static string Cut(string text) => text.Length > AuditEntry.MaxChars ? text[..AuditEntry.MaxChars] : text;
}

using System.Buffers.Binary;
using Samagam.Core.Facts;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Portal.Http;

/// <summary>What is known of a post that was answered.</summary>
/// <param name="Caller">Hash of who asked.</param>
/// <param name="Body">Hash of what was asked.</param>
internal readonly record struct OnceMark(long ExpiresMs, ulong Caller, Guid Body)
{
    private const int Length = 32;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, ExpiresMs);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), Caller);
        Body.TryWriteBytes(bytes.AsSpan(16), bigEndian: true, out _);
        return bytes;
    }

    /// <summary>Null for a note of another build.</summary>
    public static OnceMark? TryRead(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), new Guid(bytes[16..], bigEndian: true))
        : null;
}

/// <summary>
/// Answers of posts in the box's own notes, never shared: marks in memory, answers on the disk. Bounded by number, for all and for each caller, and by age;
/// the oldest give way. Read back at the first use after a start.
/// </summary>
internal sealed class OnceNotes(FactDesk desk, OnceOptions options)
{
    private const string Marks = "once";
    private const string Answers = "once-answer";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OnceMark> _marks = [];
    private readonly SortedSet<(long ExpiresMs, string Key)> _byAge = [];
    private readonly Dictionary<ulong, SortedSet<(long ExpiresMs, string Key)>> _byCaller = [];
    private Task? _remembering;

    /// <summary>Answers known now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _marks.Count;
            }
        }
    }

    /// <summary>The mark and the answer of a post, null when there is none or its time is over. Throws <see cref="StoreRefusedException"/>.</summary>
    public async ValueTask<(OnceMark Mark, byte[] Answer)?> FindAsync(string key)
    {
        await RememberAsync().ConfigureAwait(false);
        OnceMark mark;
        lock (_gate)
        {
            if (!_marks.TryGetValue(key, out mark) || mark.ExpiresMs <= NowMs)
            {
                return null;
            }
        }
        var answer = await desk.WriteAsync(Lane.Shared, scope => scope.Rows.GetLocal(Answers, key), CancellationToken.None).ConfigureAwait(false);
        return answer is null ? null : (mark, answer);
    }

    /// <summary>Keeps an answer; durable on return. Throws <see cref="StoreRefusedException"/>: then nothing was kept.</summary>
    /// <param name="answer">Makes the bytes to keep, inside the writer; null keeps nothing.</param>
    public async ValueTask KeepAsync(string key, ulong caller, Guid body, Func<FactScope, byte[]?> answer)
    {
        await RememberAsync().ConfigureAwait(false);
        var mark = new OnceMark(NowMs + (options.KeepHours * 3_600_000L), caller, body);
        List<string> gone;
        lock (_gate)
        {
            gone = MakeRoom(caller);
        }
        var kept = await desk.WriteAsync(
            Lane.Shared,
            scope =>
            {
                foreach (var old in gone)
                {
                    scope.Rows.RemoveLocal(Marks, old);
                    scope.Rows.RemoveLocal(Answers, old);
                }
                if (answer(scope) is not { } bytes)
                {
                    return false;
                }
                scope.Rows.PutLocal(Marks, key, mark.ToBytes());
                scope.Rows.PutLocal(Answers, key, bytes);
                return true;
            },
            CancellationToken.None).ConfigureAwait(false);
        if (kept)
        {
            lock (_gate)
            {
                Add(key, mark);
            }
        }
    }

    private long NowMs => desk.BestTime().WallMs;

    /// <summary>Reads the marks back, once; a store that refuses is asked again by the next.</summary>
    private Task RememberAsync()
    {
        lock (_gate)
        {
            return _remembering is null or { IsFaulted: true } ? _remembering = ReadAsync() : _remembering;
        }

        async Task ReadAsync()
        {
            var notes = await desk.WriteAsync(Lane.Shared, scope => scope.Rows.ListLocal(Marks), CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (var (key, value) in notes)
                {
                    if (OnceMark.TryRead(value) is { } mark)
                    {
                        Add(key, mark);
                    }
                }
            }
        }
    }

    private void Add(string key, OnceMark mark)
    {
        Forget(key);
        _marks[key] = mark;
        _byAge.Add((mark.ExpiresMs, key));
        if (!_byCaller.TryGetValue(mark.Caller, out var own))
        {
            _byCaller[mark.Caller] = own = [];
        }
        own.Add((mark.ExpiresMs, key));
    }

    private void Forget(string key)
    {
        if (!_marks.Remove(key, out var mark))
        {
            return;
        }
        _byAge.Remove((mark.ExpiresMs, key));
        var own = _byCaller[mark.Caller];
        own.Remove((mark.ExpiresMs, key));
        if (own.Count == 0)
        {
            _byCaller.Remove(mark.Caller);
        }
    }

    /// <summary>Forgets what is over, and as many as one more needs; gives their keys.</summary>
    private List<string> MakeRoom(ulong caller)
    {
        var gone = new List<string>();
        // Their own first: who is at their limit pushes out nobody else's.
        while (_byCaller.TryGetValue(caller, out var own) && own.Count >= options.MaxKeptPerCaller)
        {
            Drop(own.Min.Key);
        }
        while (_byAge.Count > 0 && (_byAge.Min.ExpiresMs <= NowMs || _byAge.Count >= options.MaxKept))
        {
            Drop(_byAge.Min.Key);
        }
        return gone;

        void Drop(string key)
        {
            gone.Add(key);
            Forget(key);
        }
    }
}

using Samagam.Core.Amenities;

namespace Samagam.Node.Amenities;

/// <summary>A note a pilgrim left with a report: for staff at this box only, never told to another.</summary>
public readonly record struct VoiceNote(FoundState State, string Text, TimeSpan Age);

/// <summary>
/// What the pilgrims at this box say of each amenity: the newest word of each phone. No phone is named beyond this memory, and no note leaves it. Bounded.
/// </summary>
public sealed class AmenityVoices(AmenityOptions options, TimeProvider time)
{
    /// <summary>Notes kept of one amenity, newest first.</summary>
    public const int MaxNotes = 20;

    /// <summary>The same word of the same phone is no news for this long.</summary>
    public static readonly TimeSpan SameFor = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Heard> _amenities = new(StringComparer.Ordinal);

    /// <summary>How a phone's word was taken.</summary>
    /// <param name="Report">Of all phones here together; null when there is nothing to tell.</param>
    /// <param name="IsFull">There are too many to remember.</param>
    public readonly record struct Taken(AmenityReport? Report, bool IsFull);

    /// <param name="id">Of the amenity.</param>
    /// <param name="phone">Who says it: one word each.</param>
    /// <param name="state">What they found.</param>
    /// <param name="note">Empty for none.</param>
    /// <param name="before">What this box last told of it, before it was started; how long ago.</param>
    public Taken Take(string id, string phone, FoundState state, string note, (AmenityReport Report, TimeSpan Ago)? before)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (!_amenities.TryGetValue(id, out var heard))
            {
                if (_amenities.Count >= options.MaxReportedHere && !Forget(now))
                {
                    return new Taken(null, IsFull: true);
                }
                _amenities[id] = heard = new Heard();
                var ticks = time.TimestampFrequency;
                // Those who spoke before this box was started are still heard, each as somebody.
                foreach (var (voice, i) in (before?.Report.Voices ?? []).Select((v, i) => (v, i)))
                {
                    heard.Phones[$"before {i}"] = (voice.State, now - (long)((before!.Value.Ago.TotalSeconds + voice.AgeS) * ticks));
                }
            }
            Drop(heard, now);
            if (heard.Phones.TryGetValue(phone, out var last) && last.State == state && time.GetElapsedTime(last.At, now) < SameFor && note.Length == 0)
            {
                return default;
            }
            if (heard.Phones.Count >= options.MaxPhones && !heard.Phones.ContainsKey(phone))
            {
                return new Taken(null, IsFull: true);
            }
            heard.Phones[phone] = (state, now);
            if (note.Length > 0)
            {
                heard.Notes.Insert(0, (state, note, now));
                heard.Notes.RemoveRange(Math.Min(MaxNotes, heard.Notes.Count), Math.Max(0, heard.Notes.Count - MaxNotes));
            }
            return new Taken(ReportOf(id, heard, now), IsFull: false);
        }
    }

    /// <summary>The notes left about an amenity, newest first.</summary>
    public IReadOnlyList<VoiceNote> NotesOf(string id)
    {
        lock (_gate)
        {
            return _amenities.TryGetValue(id, out var heard)
                ? [.. heard.Notes.Select(n => new VoiceNote(n.State, n.Text, time.GetElapsedTime(n.At))).Where(n => n.Age.TotalMilliseconds <= options.ForgottenMs)]
                : [];
        }
    }

    private AmenityReport ReportOf(string id, Heard heard, long now) => new(
        id,
        [
            .. heard.Phones.Values.GroupBy(p => p.State).OrderBy(g => g.Key)
                .SelectMany(g => g.OrderByDescending(p => p.At).Take(AmenityReport.MaxVoices).Select(p => new Voice(g.Key, (int)time.GetElapsedTime(p.At, now).TotalSeconds))),
        ]);

    private void Drop(Heard heard, long now)
    {
        foreach (var old in heard.Phones.Where(p => time.GetElapsedTime(p.Value.At, now).TotalMilliseconds > options.ForgottenMs).Select(p => p.Key).ToList())
        {
            heard.Phones.Remove(old);
        }
    }

    // Amenities nobody speaks of any more; false when all are spoken of.
    private bool Forget(long now)
    {
        foreach (var (id, heard) in _amenities.ToList())
        {
            Drop(heard, now);
            if (heard.Phones.Count == 0)
            {
                _amenities.Remove(id);
            }
        }
        return _amenities.Count < options.MaxReportedHere;
    }

    private sealed class Heard
    {
        public Dictionary<string, (FoundState State, long At)> Phones { get; } = new(StringComparer.Ordinal);

        public List<(FoundState State, string Text, long At)> Notes { get; } = [];
    }
}

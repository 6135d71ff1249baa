using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;

namespace Samagam.Node.Portal.Realtime;

/// <summary>How far the word about one member is: later words stand against earlier ones, at every box alike.</summary>
/// <param name="Edits">Of the standing fact; a tombstone is beyond all edits.</param>
/// <param name="Stamp">Of the standing fact, in 64 ms, the low bits.</param>
/// <param name="IsKnown">The nickname can be read: keys may come later than what they open.</param>
internal readonly record struct MemberWord(int Edits, long Stamp, bool IsIn, bool IsKnown)
{
    public const int MaxEdits = 4_095;
    public const int StampBits = 30;

    public bool IsLaterThan(MemberWord other) =>
        Edits != other.Edits ? Edits > other.Edits
        : Stamp != other.Stamp ? CursorLetters.IsLater(Stamp, other.Stamp, StampBits)
        : IsKnown && !other.IsKnown;

    public static MemberWord Of(Fact fact, bool isIn, bool isKnown) => new(
        FactKinds.LawOf(fact.Kind) == FoldingLaw.Gone ? MaxEdits : (int)Math.Min(fact.Edits, MaxEdits - 1), (fact.Time.WallMs >> 6) & ((1L << StampBits) - 1), isIn, isKnown);
}

/// <summary>
/// What a reader has been told of one group, small enough to travel as a cursor: for each member how far the word is and how new the place. A box that knows more tells the
/// difference, one that knows less is silent: nothing is told twice and nothing told is taken back, whatever box is next.
/// </summary>
internal sealed class GroupTold
{
    /// <summary>Members remembered, those who left included; beyond, those who left longest ago go: 64.</summary>
    public const int Most = 64;

    private const int LettersEach = 18;
    private const int IdBits = 30;
    private readonly Dictionary<long, (MemberWord Word, long Place)> _told = [];

    public static GroupTold Of(string? cursor)
    {
        var told = new GroupTold();
        if (cursor is null || cursor.Length % LettersEach != 0 || cursor.Length > Most * LettersEach)
        {
            return told;
        }
        for (var at = 0; at < cursor.Length; at += LettersEach)
        {
            var each = cursor.AsSpan(at, LettersEach);
            var (id, edits, stamp, flags, place) =
                (CursorLetters.Read(each[..5]), CursorLetters.Read(each[5..7]), CursorLetters.Read(each[7..12]), CursorLetters.Read(each[12..13]), CursorLetters.Read(each[13..]));
            if (id < 0 || edits < 0 || stamp < 0 || flags < 0 || place < 0)
            {
                return new GroupTold();
            }
            told._told[id] = (new MemberWord((int)edits, stamp, (flags & 1) == 1, (flags & 2) == 2), place);
        }
        return told;
    }

    /// <summary>True when it was not told yet, which it is now.</summary>
    public bool IsNews(PersonId person, MemberWord word)
    {
        var id = CursorLetters.Of(person.Value, IdBits);
        if (_told.TryGetValue(id, out var told))
        {
            if (!word.IsLaterThan(told.Word))
            {
                return false;
            }
            _told[id] = (word, told.Place);
            // The end of one who was told to be gone, or of one never told, is no news.
            return word.IsIn || told.Word.IsIn;
        }
        _told[id] = (word, 0);
        return word.IsIn;
    }

    /// <summary>True when the place is newer than what was told, which it is now.</summary>
    public bool IsNewPlace(PersonId person, long recordedMs)
    {
        var id = CursorLetters.Of(person.Value, IdBits);
        var place = recordedMs & ((1L << IdBits) - 1);
        if (!_told.TryGetValue(id, out var told) || !told.Word.IsIn || (told.Place != 0 && !CursorLetters.IsLater(place, told.Place, IdBits)))
        {
            return false;
        }
        _told[id] = (told.Word, Math.Max(1, place));
        return true;
    }

    public string Cursor()
    {
        foreach (var gone in _told.Where(t => !t.Value.Word.IsIn).OrderBy(t => t.Value.Word.Stamp).Select(t => t.Key).Take(Math.Max(0, _told.Count - Most)).ToList())
        {
            _told.Remove(gone);
        }
        var text = new StringBuilder(_told.Count * LettersEach);
        foreach (var (id, (word, place)) in _told.OrderBy(t => t.Key).Take(Most))
        {
            text.Put(id, 5).Put(word.Edits, 2).Put(word.Stamp, 5).Put((word.IsIn ? 1 : 0) | (word.IsKnown ? 2 : 0), 1).Put(place, 5);
        }
        return text.ToString();
    }
}

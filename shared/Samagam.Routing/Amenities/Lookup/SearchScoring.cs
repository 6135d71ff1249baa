namespace Samagam.Routing.Amenities.Lookup;

/// <summary>Weighs what one question may mean; lives for one answer.</summary>
internal sealed class SearchScoring(AmenitySearch search, TermIndex terms, List<SearchWord> words, SearchLimits limits)
{
    private const int Width = SearchLimits.MostTokens;

    // A word for the type says more than the same word in the name of something else: "ghat" means ghats before toilets at one.
    private const float TypeWeight = 1.15f;
    private const float PartOfPhrase = 0.8f;
    private const float ZoneWeight = 0.7f;
    private const float JoinedWeight = 0.97f;
    private const float WholeNameBonus = 0.15f;

    // "Mahakal" means the temple before the toilets that are called after it.
    private const float LandmarkBonus = 0.3f;

    // "Ghat" means ghats before what is called after the Gate.
    private const float KindBonus = 0.45f;

    // A phrase with a letter or two missing is still the whole phrase.
    private const float WholePhrase = 0.75f;

    private readonly Dictionary<int, int> _slotOfRow = [];
    private readonly List<TermMatch> _matches = [];
    private readonly float[] _types = new float[AmenityTypes.Count * Width];
    private readonly Dictionary<int, float[]> _zones = [];
    private float[] _scores = new float[64 * Width];
    private List<AmenityHit>? _whole;
    private List<(AmenityHit Hit, int Fits)> _all = [];

    // Of what was perhaps meant, only what is nearly as likely as the likeliest is shown.
    private const float NearlyAsLikely = 0.75f;

    // Bit i for the word i: something on the map sounds like it.
    private int _known;
    private bool _guessed;

    public void Sounding() => Take(terms.Sounding, ofAll: true);

    /// <summary>Allows for errors: in the words nothing sounds like or, when there is none such, in every word.</summary>
    public void Misspelt()
    {
        _guessed = true;
        var ofAll = _known == (1 << words.Count) - 1;
        Take(terms.Misspelt, ofAll);
        _whole = null;
        if (!ofAll && !FitsAll())
        {
            Take(terms.Misspelt, ofAll: true);
            _whole = null;
        }
    }

    /// <summary>Whether any amenity fits every word.</summary>
    public bool FitsAll() => Weigh().Count > 0;

    public List<AmenityHit> Hits(Predicate<int>? wanted)
    {
        var hits = Weigh();
        if (hits.Count == 0 && _all.Count > 0)
        {
            // Not every word is known: what fits most of them is better than nothing.
            var most = _all.Max(a => a.Fits);
            hits = most * 2 >= words.Count ? [.. _all.Where(a => a.Fits == most).Select(a => a.Hit)] : [];
        }
        if (wanted is not null)
        {
            hits.RemoveAll(h => !wanted(h.Amenity));
        }
        if (_guessed && hits.Count > 0)
        {
            var least = hits.Max(h => h.Score) * NearlyAsLikely;
            hits.RemoveAll(h => h.Score < least);
        }
        hits.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Amenity.CompareTo(b.Amenity));
        return hits;
    }

    private delegate void Lookup(in SearchWord word, int most, List<TermMatch> to);

    private void Take(Lookup lookup, bool ofAll)
    {
        var before = _known;
        for (var i = 0; i < words.Count; i++)
        {
            if (ofAll || (before & (1 << i)) == 0)
            {
                Take(lookup, words[i], i, i, 1);
            }
            if (i + 1 < words.Count && !words[i].IsNumber && !words[i + 1].IsNumber && (ofAll || (before & (3 << i)) != 3 << i))
            {
                var both = SoundKey.Joined(words[i].Key, words[i + 1].Key);
                Take(lookup, new SearchWord(both, words[i].Letters + words[i + 1].Letters), i, i + 1, JoinedWeight);
            }
        }
    }

    private void Take(Lookup lookup, SearchWord word, int first, int last, float weight)
    {
        _matches.Clear();
        lookup(word, limits.MaxTermsPerToken, _matches);
        if (_matches.Count > 0)
        {
            _known |= (1 << first) | (1 << last);
        }
        foreach (var (term, score) in _matches)
        {
            foreach (var row in terms.RowsOf(term))
            {
                var slot = SlotOf(row);
                for (var i = first; i <= last; i++)
                {
                    ref var known = ref _scores[(slot * Width) + i];
                    known = Math.Max(known, score * weight);
                }
            }
        }
    }

    private int SlotOf(int row)
    {
        if (!_slotOfRow.TryGetValue(row, out var slot))
        {
            slot = _slotOfRow.Count;
            _slotOfRow.Add(row, slot);
            if ((slot + 1) * Width > _scores.Length)
            {
                Array.Resize(ref _scores, _scores.Length * 2);
            }
        }
        return slot;
    }

    private List<AmenityHit> Weigh()
    {
        if (_whole is not null)
        {
            return _whole;
        }
        var candidates = Candidates();
        _whole = [];
        _all = [];
        foreach (var amenity in candidates)
        {
            var (fits, score) = Of(amenity);
            var hit = new AmenityHit(amenity, Math.Min(1, score / ((words.Count * TypeWeight) + WholeNameBonus + LandmarkBonus + KindBonus)));
            _all.Add((hit, fits));
            if (fits == words.Count)
            {
                _whole.Add(hit);
            }
        }
        return _whole;
    }

    private HashSet<int> Candidates()
    {
        Array.Clear(_types);
        _zones.Clear();
        var candidates = new HashSet<int>();
        foreach (var (number, slot) in _slotOfRow)
        {
            var row = search.Rows[number];
            var scores = _scores.AsSpan(slot * Width, words.Count);
            switch (row.Kind)
            {
                case RowKind.Name:
                    candidates.Add(row.Owner);
                    break;
                case RowKind.Type:
                    Keep(_types.AsSpan(row.Owner * Width, words.Count), scores, Share(row, scores) >= WholePhrase ? TypeWeight : TypeWeight * PartOfPhrase);
                    break;
                default:
                    if (!_zones.TryGetValue(row.Owner, out var zone))
                    {
                        _zones.Add(row.Owner, zone = new float[Width]);
                    }
                    Keep(zone, scores, ZoneWeight);
                    break;
            }
        }
        for (var type = 0; type < AmenityTypes.Count; type++)
        {
            if (_types.AsSpan(type * Width, Width).ContainsAnyExcept(0f))
            {
                candidates.UnionWith(search.ByType[type]);
            }
        }
        foreach (var zone in _zones.Keys)
        {
            candidates.UnionWith(search.InZone[zone]);
        }
        return candidates;
    }

    private static void Keep(Span<float> known, ReadOnlySpan<float> scores, float weight)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            known[i] = Math.Max(known[i], scores[i] * weight);
        }
    }

    // How much of a row the fitting words are.
    private float Share(SearchRow row, ReadOnlySpan<float> scores)
    {
        var letters = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            letters += scores[i] > 0 ? words[i].Key.Length : 0;
        }
        return row.Letters == 0 ? 0 : Math.Min(1, letters / (float)row.Letters);
    }

    private (int Fits, float Score) Of(int amenity)
    {
        var firstOfType = (int)search.Amenities[amenity].Type * Width;
        var (sector, crowd) = search.ZonesOf[amenity];
        var sectorScores = _zones.GetValueOrDefault(sector);
        var crowdScores = _zones.GetValueOrDefault(crowd);
        var (first, end) = search.RowsOf(amenity);
        var best = One([], default);
        for (var row = first; row < end; row++)
        {
            if (_slotOfRow.TryGetValue(row, out var slot))
            {
                var one = One(_scores.AsSpan(slot * Width, words.Count), search.Rows[row]);
                best = one.Fits > best.Fits || (one.Fits == best.Fits && one.Score > best.Score) ? one : best;
            }
        }
        return best;

        (int Fits, float Score) One(ReadOnlySpan<float> name, SearchRow row)
        {
            var (fits, score, letters, kind) = (0, 0f, 0, 0f);
            for (var i = 0; i < words.Count; i++)
            {
                var byName = name.Length > 0 ? name[i] : 0;
                var byType = _types[firstOfType + i];
                var most = Math.Max(Math.Max(byName, byType), Math.Max(sectorScores?[i] ?? 0, crowdScores?[i] ?? 0));
                letters += byName > 0 && byType == 0 ? words[i].Key.Length : 0;
                kind = Math.Max(kind, byType);
                fits += most > 0 ? 1 : 0;
                score += most;
            }
            score += KindBonus * kind / TypeWeight;
            if (letters > 0)
            {
                score += (WholeNameBonus * Math.Min(1, letters / (float)row.Letters)) + (Landmarks.NamesOthers(search.Amenities[amenity].Type) ? LandmarkBonus : 0);
            }
            return (fits, score);
        }
    }
}

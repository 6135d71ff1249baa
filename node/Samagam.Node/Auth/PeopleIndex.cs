using Samagam.Core.Auth;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;
using Samagam.Wire.Auth;

namespace Samagam.Node.Auth;

/// <summary>
/// What every check of a token needs without touching the disk: which sign-ins have ended and who was erased; and who may have which number.
/// Follows the log; an entry about a number is a hint, the account on disk is the truth. Safe for concurrent use.
/// </summary>
/// <param name="log">Asked where more has ended than is kept in memory.</param>
public sealed class PeopleIndex(IFactLog log, AuthOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, long> _ended = [];
    private readonly Dictionary<Guid, long> _erased = [];
    private readonly Dictionary<UInt128, Guid> _byTag = [];
    private readonly Dictionary<UInt128, List<Guid>> _moreByTag = [];
    private long _diskUntilMs;
    private long _nextSweepMs;

    /// <summary>Numbers proved for more than one account: registered on two islands.</summary>
    public int NumbersTwice
    {
        get
        {
            lock (_gate)
            {
                return _moreByTag.Count;
            }
        }
    }

    /// <summary>True when none of the sign-in's tokens is to be believed.</summary>
    public bool IsEnded(PersonId person, Guid family)
    {
        lock (_gate)
        {
            if (_ended.ContainsKey(family) || _erased.ContainsKey(person.Value))
            {
                return true;
            }
            if (time.GetUtcNow().ToUnixTimeMilliseconds() >= _diskUntilMs)
            {
                return false;
            }
        }
        return log.BySubject(SignIn.SubjectOf(person, family)).Concat(log.BySubject(person.Subject)).Any(f => FactKinds.LawOf(f.Kind) == FoldingLaw.Gone);
    }

    /// <summary>Who may have the number of this tag, oldest hint first; ask the account.</summary>
    public IReadOnlyList<PersonId> ByTag(UInt128 tag)
    {
        lock (_gate)
        {
            return !_byTag.TryGetValue(tag, out var first) ? []
                : _moreByTag.TryGetValue(tag, out var more) ? [new PersonId(first), .. more.Select(m => new PersonId(m))]
                : [new PersonId(first)];
        }
    }

    /// <summary>Takes facts as they become durable.</summary>
    public void Take(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Kind == FactKinds.SessionEnded.Name && SignIn.FamilyOf(fact.Subject) is { } family)
            {
                Remember(_ended, family);
            }
            else if (fact.Kind == FactKinds.PersonErased.Name && PersonId.OfSubject(fact.Subject) is { } person && fact.Subject == person.Subject)
            {
                Remember(_erased, person.Value);
            }
            else if (AccountCodec.TryRead(fact) is { } account)
            {
                TakeAccount(account);
            }
        }
    }

    private void TakeAccount(Account account)
    {
        lock (_gate)
        {
            if (account.PhoneTag is not { } tag)
            {
                return;
            }
            if (!account.Verified || account.MergedInto is not null)
            {
                Forget(tag, account.Person.Value);
            }
            else if (!_byTag.TryAdd(tag, account.Person.Value) && _byTag[tag] != account.Person.Value)
            {
                var more = _moreByTag.TryGetValue(tag, out var held) ? held : _moreByTag[tag] = [];
                if (!more.Contains(account.Person.Value))
                {
                    more.Add(account.Person.Value);
                }
            }
        }
    }

    private void Forget(UInt128 tag, Guid person)
    {
        if (_moreByTag.TryGetValue(tag, out var more) && (more.Remove(person) || _byTag[tag] == person))
        {
            if (_byTag[tag] == person)
            {
                (_byTag[tag], _) = (more[0], more.Remove(more[0]));
            }
            if (more.Count == 0)
            {
                _moreByTag.Remove(tag);
            }
        }
        else if (_byTag.TryGetValue(tag, out var only) && only == person)
        {
            _byTag.Remove(tag);
        }
    }

    private void Remember(Dictionary<Guid, long> gone, Guid id)
    {
        lock (_gate)
        {
            var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            // The last refresh token of it was issued before its end was known here, and that one's life is over after this.
            gone[id] = nowMs + (options.RefreshDays * 86_400_000L) + (options.AccessMinutes * 60_000L);
            if (nowMs >= _nextSweepMs)
            {
                _nextSweepMs = nowMs + 3_600_000;
                Sweep(_ended, nowMs);
                Sweep(_erased, nowMs);
            }
            if (_ended.Count + _erased.Count > options.MaxEndedRemembered)
            {
                _diskUntilMs = gone[id];
                gone.Remove(id);
            }
        }
    }

    private static void Sweep(Dictionary<Guid, long> gone, long nowMs)
    {
        foreach (var old in gone.Where(g => g.Value <= nowMs).Select(g => g.Key).ToList())
        {
            gone.Remove(old);
        }
    }
}

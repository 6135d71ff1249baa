using Samagam.Core.Facts;
using Samagam.Core.Groups;
using Samagam.Core.Ids;
using Samagam.Mesh.Facts;

namespace Samagam.Node.Groups;

/// <summary>What happened in a group, wherever in the mesh it was said.</summary>
public abstract record GroupEvent(GroupId Group)
{
    /// <summary>Somebody is in who was not.</summary>
    public sealed record MemberJoined(GroupId Group, GroupMember Member) : GroupEvent(Group);

    /// <summary>Somebody says otherwise who they are: nickname, colour, whether they are seen; also when a key comes later than the membership it opens.</summary>
    public sealed record MemberChanged(GroupId Group, GroupMember Member) : GroupEvent(Group);

    /// <summary>Somebody left, was taken out or was erased.</summary>
    public sealed record MemberLeft(GroupId Group, PersonId Member) : GroupEvent(Group);

    /// <summary>Ended by its owner; nothing more will be said.</summary>
    public sealed record Ended(GroupId Group) : GroupEvent(Group);
}

/// <summary>
/// Rings for the groups somebody listens to at this box, after commit, for facts of this box and of others alike. A bell holds what it has told and
/// tells the difference to what is read from the disk: however facts arrive, a listener who adds up the events has the list of members.
/// </summary>
public sealed class GroupBells : IDisposable
{
    private readonly GroupBook _book;
    private readonly GroupOptions _options;

    /// <summary>Held while groups are read and told; never inside the writer.</summary>
    private readonly Lock _telling = new();
    private readonly SortedDictionary<GroupId, Bell> _bells = [];

    /// <summary>Held for moments, also inside the writer: nothing is read from the disk under it.</summary>
    private readonly Lock _touching = new();
    private readonly SortedDictionary<GroupId, Group?> _watched = [];
    private readonly SortedSet<GroupId> _touched = [];
    private readonly SemaphoreSlim _rung = new(0);

    public GroupBells(FactDesk desk, GroupBook book, GroupOptions options)
    {
        (_book, _options) = (book, options);
        desk.Log.OnCommitted(commit => Touch(commit.Added));
    }

    /// <summary>
    /// Listens until disposed of; <paramref name="handler"/> is called one event at a time, must be quick and must not throw. The members given back are
    /// those the events begin from. Null when the group is not known here, has ended, or too many are listened to.
    /// </summary>
    public (IDisposable Listening, Group Now)? Listen(GroupId id, Action<GroupEvent> handler)
    {
        lock (_telling)
        {
            if (!_bells.TryGetValue(id, out var bell))
            {
                if (_bells.Count >= _options.MaxListened)
                {
                    return null;
                }
                // Watched before it is read, so that nothing falls between.
                Watch(id, null);
                if (_book.Find(id) is not { } read)
                {
                    Unwatch(id);
                    return null;
                }
                Watch(id, read);
                _bells[id] = bell = new Bell(read);
            }
            bell.Handlers.Add(handler);
            return (new Listening(this, id, handler), bell.Told);
        }
    }

    /// <summary>Tells listeners what changed since the last step.</summary>
    public void Step()
    {
        lock (_telling)
        {
            while (Next() is { } id)
            {
                if (_bells.TryGetValue(id, out var bell))
                {
                    Ring(id, bell);
                }
            }
        }
    }

    /// <summary>Steps whenever a commit touched a group that is listened to, until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _rung.WaitAsync(stop).ConfigureAwait(false);
                Step();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    public void Dispose() => _rung.Dispose();

    private void Touch(IReadOnlyList<Fact> added)
    {
        lock (_touching)
        {
            if (_watched.Count == 0)
            {
                return;
            }
            var before = _touched.Count;
            foreach (var fact in added)
            {
                if (GroupId.OfSubject(fact.Subject) is { } id)
                {
                    if (_watched.ContainsKey(id))
                    {
                        _touched.Add(id);
                    }
                }
                else if ((fact.Kind == FactKinds.PersonErased.Name || fact.Kind == FactKinds.PersonKey.Name) && PersonId.OfSubject(fact.Subject) is { } person)
                {
                    _touched.UnionWith(_watched.Where(w => w.Value is null || w.Value.Find(person) is not null).Select(w => w.Key));
                }
            }
            if (_touched.Count > before)
            {
                _rung.Release();
            }
        }
    }

    private void Ring(GroupId id, Bell bell)
    {
        if (_book.Find(id) is not { } now)
        {
            _bells.Remove(id);
            Unwatch(id);
            bell.Say(new GroupEvent.Ended(id));
            return;
        }
        foreach (var gone in bell.Told.Members.Where(m => now.Find(m.Person) is null))
        {
            bell.Say(new GroupEvent.MemberLeft(id, gone.Person));
        }
        foreach (var member in now.Members)
        {
            var told = bell.Told.Find(member.Person);
            if (told is null)
            {
                bell.Say(new GroupEvent.MemberJoined(id, member));
            }
            else if (told != member)
            {
                bell.Say(new GroupEvent.MemberChanged(id, member));
            }
        }
        bell.Told = now;
        if (_bells.ContainsKey(id))
        {
            Watch(id, now);
        }
    }

    private GroupId? Next()
    {
        lock (_touching)
        {
            if (_touched.Count == 0)
            {
                return null;
            }
            var id = _touched.Min;
            _touched.Remove(id);
            return id;
        }
    }

    private void Watch(GroupId id, Group? read)
    {
        lock (_touching)
        {
            _watched[id] = read;
        }
    }

    private void Unwatch(GroupId id)
    {
        lock (_touching)
        {
            _watched.Remove(id);
        }
    }

    private void Silence(GroupId id, Action<GroupEvent> handler)
    {
        lock (_telling)
        {
            if (_bells.TryGetValue(id, out var bell) && bell.Handlers.Remove(handler) && bell.Handlers.Count == 0)
            {
                _bells.Remove(id);
                Unwatch(id);
            }
        }
    }

    private sealed class Bell(Group told)
    {
        public Group Told { get; set; } = told;
        public List<Action<GroupEvent>> Handlers { get; } = [];

        public void Say(GroupEvent said)
        {
            foreach (var handler in Handlers.ToList())
            {
                handler(said);
            }
        }
    }

    private sealed class Listening(GroupBells bells, GroupId id, Action<GroupEvent> handler) : IDisposable
    {
        public void Dispose() => bells.Silence(id, handler);
    }
}

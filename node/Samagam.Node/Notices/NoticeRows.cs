using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Notices;

namespace Samagam.Node.Notices;

/// <summary>A notice as this box knows it.</summary>
/// <param name="Leader">The box that delivers it.</param>
/// <param name="Words">Null when it cannot be opened here: erased, or the key has not arrived.</param>
public sealed record NoticeRow(NoticeId Id, NoticeCategory Category, long SaidMs, NodeId Leader, NoticeWords? Words, IReadOnlyList<NoticeDelivery> Deliveries)
{
    public bool IsRead => Deliveries.Any(d => d.Progress == NoticeProgress.Read);
}

/// <summary>Reads a person's notices, wishes and browsers from the log, by subject: nothing of it is kept in memory.</summary>
public sealed class NoticeRows(IFactLog log, PersonVault vault, NoticeOptions options)
{
    private const string Folder = "/notice/";

    public static string PreferencesOf(PersonId person) => person.Subject + "/notices";

    public static string PushFolderOf(PersonId person) => person.Subject + "/push/";

    /// <summary>Newest first, at most <see cref="NoticeOptions.MaxListed"/>.</summary>
    public IReadOnlyList<NoticeRow> All(PersonId person) =>
    [
        .. log.Below(person.Subject).Where(f => f.Subject.StartsWith(person.Subject + Folder, StringComparison.Ordinal)).GroupBy(f => f.Subject)
            .Select(g => Of(person, [.. g])).OfType<NoticeRow>().OrderByDescending(r => r.SaidMs).ThenBy(r => r.Id.Value).Take(options.MaxListed),
    ];

    public NoticeRow? Find(PersonId person, NoticeId id) => Of(person, log.BySubject(id.SubjectOf(person)));

    /// <summary>What the person said last; the defaults when nothing can be read.</summary>
    public NoticePreferences Wishes(PersonId person) =>
        log.BySubject(PreferencesOf(person)).Where(f => f.Kind == FactKinds.NoticePreferences.Name).Select(f => Open(person, f)).OfType<byte[]>()
            .Select(p => NoticeCodec.TryReadPreferences(p)).OfType<NoticePreferences>().LastOrDefault() ?? NoticePreferences.Default;

    public IReadOnlyList<PushAddress> Browsers(PersonId person) =>
    [
        .. log.Below(person.Subject).Where(f => f.Kind == FactKinds.PushSubscribed.Name).Select(f => Open(person, f)).OfType<byte[]>()
            .Select(p => NoticeCodec.TryReadPush(p)).OfType<PushAddress>().Take(options.MaxPushAddresses),
    ];

    /// <summary>All that boxes say of a notice's deliveries, folded.</summary>
    internal static IReadOnlyList<NoticeDelivery> Fold(IEnumerable<Fact> facts) =>
    [
        .. facts.Select(NoticeCodec.TryReadStates).OfType<IReadOnlyList<NoticeDelivery>>().SelectMany(d => d).GroupBy(d => d.Channel)
            .Select(g => g.Aggregate(NoticeDelivery.Further)).OrderBy(d => d.Channel),
    ];

    private NoticeRow? Of(PersonId person, IReadOnlyList<Fact> facts)
    {
        // Said at two islands: the same key, so the same notice; the least identity leads.
        var first = facts.Where(f => f.Kind == FactKinds.NoticeSaid.Name).OrderBy(f => f.Id).FirstOrDefault();
        if (first is null || NoticeCodec.TryReadSaid(first) is not var (category, saidMs, words) || !NoticeId.TryParse(first.Subject[(person.Subject.Length + Folder.Length)..], out var id))
        {
            return null;
        }
        var plain = vault.Open(log.BySubject, person.Subject, words.Span);
        return new NoticeRow(id, category, saidMs, first.Id.Origin, plain is null ? null : NoticeCodec.TryReadWords(plain), Fold(facts));
    }

    private byte[]? Open(PersonId person, Fact fact) => NoticeCodec.TryUnwrap(fact) is { } wrapped ? vault.Open(log.BySubject, person.Subject, wrapped.Span) : null;
}

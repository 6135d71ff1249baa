using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Samagam.Core.Facts;
using Samagam.Core.Ids;
using Samagam.Core.Notices;
using Samagam.Mesh.Facts;
using Samagam.Mesh.People;
using Samagam.Wire.Notices;

namespace Samagam.Node.Notices;

/// <summary>A person says what they want to hear and how, and where their browsers wait.</summary>
public sealed class SetNotices(FactDesk desk, PersonVault vault, NoticeOptions options)
{
    public ValueTask<NoticeOutcome> WishAsync(PersonId person, NoticePreferences wishes, CancellationToken cancellation) =>
        !wishes.IsValid ? ValueTask.FromResult(NoticeOutcome.Invalid) : WriteAsync(
            scope =>
            {
                var subject = NoticeRows.PreferencesOf(person);
                return Keep(scope, person, FactKinds.NoticePreferences, subject, NoticeCodec.Serialise(wishes));
            },
            cancellation);

    public ValueTask<NoticeOutcome> SubscribeAsync(PersonId person, PushAddress address, CancellationToken cancellation) =>
        !address.IsValid ? ValueTask.FromResult(NoticeOutcome.Invalid) : WriteAsync(
            scope =>
            {
                var subject = SubjectOf(person, address.Endpoint);
                var others = scope.Rows.Below(person.Subject).Where(f => f.Kind == FactKinds.PushSubscribed.Name && f.Subject != subject).Select(f => f.Subject).Distinct().Count();
                return others >= options.MaxPushAddresses ? NoticeOutcome.TooMany
                    : scope.Rows.BySubject(subject).Any(f => f.Kind == FactKinds.PushEnded.Name) ? NoticeOutcome.Unknown
                    : Keep(scope, person, FactKinds.PushSubscribed, subject, NoticeCodec.Serialise(address));
            },
            cancellation);

    /// <summary>A place that was ended does not come back: a browser that subscribes anew gets a new address.</summary>
    public ValueTask<NoticeOutcome> UnsubscribeAsync(PersonId person, string endpoint, CancellationToken cancellation) => WriteAsync(
        scope => EndPush(scope, person, endpoint) ? NoticeOutcome.Kept : NoticeOutcome.Unknown,
        cancellation);

    internal static bool EndPush(FactScope scope, PersonId person, string endpoint)
    {
        var subject = SubjectOf(person, endpoint);
        if (!scope.Rows.BySubject(subject).Any(f => f.Kind == FactKinds.PushSubscribed.Name))
        {
            return false;
        }
        scope.Author(FactKinds.PushEnded, subject, []);
        return true;
    }

    private static string SubjectOf(PersonId person, string endpoint) =>
        NoticeRows.PushFolderOf(person) + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{person}\n{endpoint}"))).AsSpan(0, 8));

    private NoticeOutcome Keep(FactScope scope, PersonId person, FactKind kind, string subject, byte[] plain)
    {
        if (vault.Seal(scope, person.Subject, plain) is not { } closed)
        {
            return NoticeOutcome.Unknown;
        }
        var edits = scope.Rows.BySubject(subject).Where(f => f.Kind == kind.Name).Select(f => f.Edits).DefaultIfEmpty().Max();
        scope.Author(kind, subject, NoticeCodec.Wrap(closed), edits + 1);
        return NoticeOutcome.Kept;
    }

    private async ValueTask<NoticeOutcome> WriteAsync(Func<FactScope, NoticeOutcome> decide, CancellationToken cancellation)
    {
        try
        {
            return await desk.WriteAsync(Lane.Shared, decide, cancellation).ConfigureAwait(false);
        }
        catch (StoreRefusedException)
        {
            return NoticeOutcome.StoreFailed;
        }
    }
}

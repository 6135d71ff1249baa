using Samagam.Core.Ids;

namespace Samagam.Core.Groups;

/// <summary>Identity of a group: a UUID. Not secret; the <see cref="GroupCode"/> is what lets in.</summary>
public readonly record struct GroupId(Guid Value) : IComparable<GroupId>
{
    private const string Prefix = "group/";
    private const string Members = "/member/";
    private const string OfPerson = "/group/";

    /// <summary><c>group/{uuid}</c>.</summary>
    public string Subject => Prefix + this;

    public static bool TryParse(string? text, out GroupId id)
    {
        var ok = Guid.TryParseExact(text, "D", out var value) && value != Guid.Empty;
        id = new GroupId(value);
        return ok;
    }

    /// <summary>The group a subject is about or belongs to; null for other subjects.</summary>
    public static GroupId? OfSubject(string subject)
    {
        if (!subject.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }
        var end = subject.IndexOf('/', Prefix.Length);
        return TryParse(end < 0 ? subject[Prefix.Length..] : subject[Prefix.Length..end], out var id) ? id : null;
    }

    /// <summary><c>group/{group}/member/{person}</c>.</summary>
    public string MemberSubject(PersonId person) => Subject + Members + person;

    /// <summary>The member a subject is about; null for another subject.</summary>
    public PersonId? MemberOf(string subject) =>
        subject.StartsWith(Subject + Members, StringComparison.Ordinal) && PersonId.TryParse(subject[(Subject.Length + Members.Length)..], out var person) ? person : null;

    /// <summary><c>person/{person}/group/{group}</c>: found from the person, and gone with them.</summary>
    public string SubjectAt(PersonId person) => person.Subject + OfPerson + this;

    /// <summary>Where all groups of a person lie.</summary>
    public static string RootAt(PersonId person) => person.Subject + OfPerson[..^1];

    /// <summary>The group of a subject below <see cref="RootAt"/>.</summary>
    public static GroupId? OfPersonSubject(PersonId person, string subject) =>
        subject.StartsWith(person.Subject + OfPerson, StringComparison.Ordinal) && TryParse(subject[(person.Subject.Length + OfPerson.Length)..], out var id) ? id : null;

    public int CompareTo(GroupId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Value.ToString("D");
}

namespace Samagam.Core.Ids;

/// <summary>
/// Identity of a person whom boxes know by an account: a UUID made by the box that took them in. Says nothing about them. Everything about
/// the person has <see cref="Subject"/> or a subject below it, so that one tombstone takes it all along.
/// </summary>
public readonly record struct PersonId(Guid Value) : IComparable<PersonId>
{
    private const string Prefix = "person/";

    /// <summary><c>person/{uuid}</c>.</summary>
    public string Subject => Prefix + this;

    public static bool TryParse(string? text, out PersonId id)
    {
        var ok = Guid.TryParseExact(text, "D", out var value) && value != Guid.Empty && value.ToString("D") == text;
        id = new PersonId(value);
        return ok;
    }

    /// <summary>The person a subject is about or belongs to; null for other subjects.</summary>
    public static PersonId? OfSubject(string subject)
    {
        if (!subject.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }
        var end = subject.IndexOf('/', Prefix.Length);
        return TryParse(end < 0 ? subject[Prefix.Length..] : subject[Prefix.Length..end], out var id) ? id : null;
    }

    public int CompareTo(PersonId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Value.ToString("D");
}

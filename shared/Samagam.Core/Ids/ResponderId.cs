namespace Samagam.Core.Ids;

/// <summary>Identity of a volunteer or other responder: the id on the staff voucher, 1 to 40 characters of <c>[A-Za-z0-9._-]</c>.</summary>
public readonly record struct ResponderId(string Value) : IComparable<ResponderId>
{
    public const int MaxLength = 40;

    public string Subject => "responder/" + Value;

    public static bool TryParse(string? text, out ResponderId id)
    {
        id = new ResponderId(text ?? "");
        return text is { Length: > 0 and <= MaxLength }
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
    }

    public int CompareTo(ResponderId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

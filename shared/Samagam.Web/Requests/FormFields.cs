using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Samagam.Web.Requests;

/// <summary>
/// Fields of a plain HTML form post (<c>application/x-www-form-urlencoded</c>, WHATWG URL standard). The first value of a name counts; names not
/// asked for are ignored. Whatever the bytes are, there is an answer.
/// </summary>
public sealed class FormFields
{
    /// <summary>Most values a form may have; more are not read.</summary>
    public const int MaxFields = 64;

    /// <summary>A form of which nothing could be read.</summary>
    public static readonly FormFields Empty = new([], isWhole: false);

    private readonly Dictionary<string, List<string>> _values;

    private FormFields(Dictionary<string, List<string>> values, bool isWhole) => (_values, IsWhole) = (values, isWhole);

    /// <summary>False when there were more fields than are read.</summary>
    public bool IsWhole { get; }

    /// <summary>Trimmed value, or empty when it was not sent.</summary>
    public string this[string name] => _values.TryGetValue(name, out var values) ? values[0] : "";

    /// <summary>Every value of a name that may be sent more than once: ticked boxes.</summary>
    public IReadOnlyList<string> All(string name) => _values.GetValueOrDefault(name, []);

    /// <summary>Whether it was sent, with whatever value: a ticked box.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Null when the body broke, or is longer than <paramref name="maxBytes"/>.</summary>
    public static async ValueTask<FormFields?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation) =>
        await Body.ReadAsync(request, maxBytes, cancellation).ConfigureAwait(false) is { State: BodyState.Whole, Bytes: var bytes } ? Parse(bytes.Span) : null;

    public static FormFields Parse(ReadOnlySpan<byte> body)
    {
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var count = 0;
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body)))
        {
            if (++count > MaxFields)
            {
                return new FormFields(values, isWhole: false);
            }
            var name = pair.DecodeName().ToString();
            if (!values.TryGetValue(name, out var same))
            {
                values[name] = same = [];
            }
            same.Add(pair.DecodeValue().ToString().Trim());
        }
        return new FormFields(values, isWhole: true);
    }
}

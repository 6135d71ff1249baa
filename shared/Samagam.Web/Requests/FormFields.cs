using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Samagam.Web.Requests;

/// <summary>
/// Fields of a plain HTML form post (<c>application/x-www-form-urlencoded</c>, WHATWG URL standard). The first value of a name counts; names not
/// asked for are ignored.
/// </summary>
public sealed class FormFields
{
    /// <summary>Most fields a form may have; more are not read.</summary>
    public const int MaxFields = 64;

    private readonly Dictionary<string, string> _values;

    private FormFields(Dictionary<string, string> values) => _values = values;

    /// <summary>Trimmed value, or empty when it was not sent.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>Null when the body is longer than <paramref name="maxBytes"/>. Whatever else the bytes are, there is an answer.</summary>
    public static async ValueTask<FormFields?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation) =>
        await Body.ReadAsync(request, maxBytes, cancellation).ConfigureAwait(false) is { } bytes ? Parse(bytes) : null;

    public static FormFields Parse(ReadOnlyMemory<byte> body)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body.Span)))
        {
            if (values.Count >= MaxFields)
            {
                break;
            }
            values.TryAdd(pair.DecodeName().ToString(), pair.DecodeValue().ToString().Trim());
        }
        return new FormFields(values);
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Samagam.Web.Json;

namespace Samagam.Node.Portal.Http;

/// <summary>Which part of a list a reader asks for.</summary>
internal readonly record struct PageQuestion(int Page, int Limit)
{
    /// <summary>Furthest page: what is beyond was not meant.</summary>
    public const int MaxPage = 1_000_000;

    /// <summary>The question, or the parameter that is unknown or has no valid value.</summary>
    public static (PageQuestion Question, string? Wrong) Read(IQueryCollection query)
    {
        var (page, limit) = (1, Pagination.DefaultLimit);
        foreach (var (name, values) in query)
        {
            var wrong = name switch
            {
                "page" => !TryNumber(values, MaxPage, out page),
                "limit" => !TryNumber(values, Pagination.MaxLimit, out limit),
                _ => true,
            };
            if (wrong)
            {
                return (default, name);
            }
        }
        return (new PageQuestion(page, limit), null);
    }

    public T[] Of<T>(IReadOnlyList<T> all) => [.. all.Skip((int)Math.Min((Page - 1L) * Limit, int.MaxValue)).Take(Limit)];

    public Pagination In(int total) => new(Page, Limit, total);

    private static bool TryNumber(Microsoft.Extensions.Primitives.StringValues text, int most, out int number) =>
        int.TryParse(text.Count == 1 ? text[0] : null, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;
}

using Samagam.Web.Json;

namespace Samagam.Node.Portal.Access;

/// <summary>The two parameters of every list.</summary>
internal static class Paging
{
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        new("page", "integer", "Counts from 1", Example: "1") { Min = 1 },
        new("limit", "integer", "At most 100; 20 when not said", Example: "20") { Min = 1, Max = Pagination.MaxLimit },
    ];
}

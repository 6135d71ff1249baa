using Microsoft.AspNetCore.Builder;

namespace Samagam.Node.Portal.Access;

/// <summary>
/// What a call of the API is: the one place from which access is decided, the reference is written and tests walk. Put on an endpoint by
/// <see cref="ApiCalls.Says"/>; an endpoint of the API without one is closed.
/// </summary>
/// <param name="Name">Stable name, <c>feature.verb</c>.</param>
/// <param name="Summary">One English sentence for the reference.</param>
/// <param name="Who">Who may make it.</param>
/// <param name="Whose">Whose things it touches.</param>
internal sealed record ApiCall(string Name, string Summary, Who Who, Whose Whose = Whose.Shared)
{
    /// <summary>Shape of the body; null for none.</summary>
    public Type? Takes { get; init; }

    /// <summary>Shape of <c>data</c>; null when nothing is answered (204), or something that is not JSON.</summary>
    public Type? Gives { get; init; }

    /// <summary>Status of success.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Further statuses of success, with the same shape.</summary>
    public IReadOnlyList<int> AlsoStatus { get; init; } = [];

    /// <summary>Content type of an answer that is not the envelope.</summary>
    public string? GivesType { get; init; }

    /// <summary>Query parameters.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>Codes of errors of its own, beside those every call can have.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}

/// <summary>A query parameter as the reference tells it.</summary>
/// <param name="Type">JSON Schema type: <c>string</c>, <c>number</c>, <c>integer</c>, <c>boolean</c>.</param>
internal sealed record ApiParameter(string Name, string Type, string Summary, bool Required = false, string? Example = null);

internal static class ApiCalls
{
    /// <summary>Says what an endpoint is.</summary>
    public static IEndpointConventionBuilder Says(this IEndpointConventionBuilder endpoint, ApiCall call) => endpoint.WithMetadata(call);
}

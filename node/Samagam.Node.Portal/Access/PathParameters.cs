namespace Samagam.Node.Portal.Access;

/// <summary>What stands in the paths of the API, by name: the same word means the same everywhere.</summary>
internal static class PathParameters
{
    private const string Uuid = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
    private const string Hex = "^[0-9a-f]{32}$";
    private const string Word = "^[^/]{1,128}$";

    private static readonly ApiParameter[] Known =
    [
        Of("id", "Id of a call for help", Uuid, "0b4f6a52-7c1d-4e0f-9a63-2f1f7f1f0c11"),
        Of("routeId", "Id of a route, as answered when it was found", "^[0-9a-f]{1,64}$", "5f0c1d2e3b4a59687786a5b4c3d2e1f0"),
        Of("sessionId", "Id of a sign-in", Uuid, "7d1f0d5e-3a0b-4a7f-8f2e-0c9b8a7d6e5f"),
        Of("orderId", "Id of an order", Uuid, "3e2d1c0b-9a87-4654-b321-0f1e2d3c4b5a"),
        Of("amenityId", "Id of an amenity, as answered by a search", Word, "n4242"),
        Of("poiId", "Id of a place", "^[a-z0-9-]{1,64}$", "mahakaleshwar"),
        Of("itineraryId", "Id of a plan", "^[a-z0-9-]{1,64}$", "first-day-in-ujjain"),
        Of("version", "Version of the map, or current", "^[^/]{1,128}$", "current"),
        Of("z", "Zoom", "^[0-9]{1,2}$", "15", "integer"),
        Of("x", "Column, from 0 to 2^z - 1", "^[0-9]{1,7}$", "23280", "integer"),
        Of("y", "Row, from 0 to 2^z - 1", "^[0-9]{1,7}$", "14189", "integer"),
        Of("groupId", "Id of a group", Uuid, "9c8b7a69-5847-4635-a413-021f3e4d5c6b"),
        Of("memberId", "Id of a member", Uuid, "1a2b3c4d-5e6f-4708-9a1b-2c3d4e5f6071"),
        Of("warningId", "Id of a warning", Hex, "0b4f6a527c1d4e0f9a632f1f7f1f0c11"),
        Of("noticeId", "Id of a notice", Hex, "0b4f6a527c1d4e0f9a632f1f7f1f0c11"),
        Of("category", "Word of a category of amenities", "^[a-z0-9_-]{1,64}$", "phone_charging"),
        Of("purpose", "What a consent is for, as the notice lists them", "^[a-z-]{1,40}$", "analytics"),
        Of("fenceId", "Id of a geofence", Uuid, "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d"),
        Of("pinId", "Id of a pin", Uuid, "6f5e4d3c-2b1a-4098-8765-43210fedcba9"),
    ];

    /// <summary>A name of the list, else one that says no more than the address does.</summary>
    /// <param name="policy">What the route itself asks for: <c>int</c>, <c>guid</c>; null for nothing.</param>
    public static ApiParameter Named(string name, string? policy) => Array.Find(Known, p => p.Name == name) ?? policy switch
    {
        "int" or "long" => Of(name, "A whole number", "^[0-9]{1,10}$", "1", "integer"),
        "guid" => Of(name, "An id", Uuid, "0b4f6a52-7c1d-4e0f-9a63-2f1f7f1f0c11"),
        _ => Of(name, name.EndsWith("Id", StringComparison.Ordinal) ? "An id" : "A word", Word, "0b4f6a52-7c1d-4e0f-9a63-2f1f7f1f0c11"),
    };

    private static ApiParameter Of(string name, string summary, string pattern, string example, string type = "string") =>
        new(name, type, summary, Required: true, example) { Pattern = type == "string" ? pattern : null, Min = type == "integer" ? 0 : null };
}

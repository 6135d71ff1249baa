namespace Samagam.Routing.Amenities;

/// <summary>Where the amenities of a map lie along its paths.</summary>
/// <param name="Main">Every amenity, on the main parts.</param>
/// <param name="Aside">Those whose nearest path is of a small part, there.</param>
/// <param name="ShareOf">How rich in amenities each edge is, 0 to 255.</param>
/// <param name="MaxSnapMetres">How far from a path an amenity could be.</param>
internal sealed record PlacedAmenities(AmenityIndex Main, AmenityIndex Aside, byte[] ShareOf, double MaxSnapMetres);

namespace Samagam.Node.Portal.Sos;

/// <summary>A call for help as JSON, as the reference tells it. All of it may be left out; it is read by <see cref="SosReading"/>, which takes whatever comes.</summary>
/// <param name="AlertId">Made by the phone; the same again is the same call.</param>
/// <param name="EmergencyType"><c>medical</c>, <c>lost</c>, <c>crush</c>, <c>fire</c>, <c>drowning</c>, <c>violence</c>, <c>other</c>.</param>
/// <param name="People">How many need help.</param>
/// <param name="PoleCode">Written on the pole nearby.</param>
/// <param name="Silent">Do not ring the caller's phone.</param>
internal sealed record SosPress(
    string? AlertId = null, string? EmergencyType = null, int? People = null, SosPressPlace? Location = null, string? PoleCode = null, string? Name = null, string? Phone = null,
    string? Note = null, IReadOnlyList<string>? Skills = null, bool? Silent = null, bool? ForSomebodyElse = null, bool? Drill = null);

/// <summary>Where the caller is.</summary>
/// <param name="Accuracy">Metres.</param>
/// <param name="Source"><c>map</c> when tapped on a map, else the phone's position.</param>
internal sealed record SosPressPlace(double? Lat = null, double? Lng = null, double? Accuracy = null, string? Source = null);

namespace Samagam.Trust;

/// <summary>One certificate of one box: the unit that is revoked. A replacement box with the same number has another serial.</summary>
/// <param name="Number">Node number.</param>
/// <param name="SerialHex">Certificate serial, lower-case hex.</param>
public readonly record struct RevocationKey(int Number, string SerialHex);

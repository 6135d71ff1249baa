namespace Samagam.Routing.Drawing;

/// <summary>The few words a picture carries, in one language; Hindi where there is no table.</summary>
internal sealed record PictureWords(string North, string Start, string Goal, string Closed, string Crowded, string Danger)
{
    private static readonly PictureWords Hindi = new("उ", "शुरू", "मंज़िल", "बंद", "भीड़", "ख़तरा");
    private static readonly PictureWords English = new("N", "Start", "Goal", "closed", "crowded", "DANGER");

    public static PictureWords In(string language) => language == "en" ? English : Hindi;
}

using System.Globalization;
using Samagam.Routing;

namespace Samagam.Provisioning;

/// <summary>Shows how far a build is: one line that is written over where somebody watches, a line per stage elsewhere.</summary>
internal sealed class BuildProgress(Desk desk, long fileBytes) : IProgress<MapLoadProgress>
{
    private string _stage = "";
    private int _shown;

    public void Report(MapLoadProgress value)
    {
        var words = desk.Words;
        switch (value.Stage)
        {
            case MapLoadStage.ReadingWays:
                Show(words["reading ways", "रास्ते पढ़े जा रहे हैं"], value.FileBytesRead);
                break;
            case MapLoadStage.ReadingOutlines:
                Show(words["reading outlines", "रूपरेखाएँ पढ़ी जा रही हैं"], value.FileBytesRead);
                break;
            case MapLoadStage.ReadingNodes:
                Show(words["reading points", "बिंदु पढ़े जा रहे हैं"], value.FileBytesRead);
                break;
            case MapLoadStage.BuildingGraph:
                Show(words["joining paths", "रास्ते जोड़े जा रहे हैं"]);
                break;
            case MapLoadStage.PlacingAmenities:
                Show(words["placing amenities", "सुविधाएँ रखी जा रही हैं"]);
                break;
            default:
                break;
        }
    }

    /// <summary>A stage, and how much of the file it has read where it reads.</summary>
    public void Show(string stage, long? bytes = null)
    {
        var text = bytes is { } read && fileBytes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{stage}: {read / 1e6:F1} / {fileBytes / 1e6:F1} MB, {Math.Min(100, 100 * read / fileBytes)} %")
            : stage;
        if (desk.IsWatched)
        {
            desk.Error.Write("\r" + text.PadRight(_shown));
            _shown = text.Length;
        }
        else if (stage != _stage)
        {
            desk.Error.WriteLine(bytes is null ? stage : string.Create(CultureInfo.InvariantCulture, $"{stage}: {fileBytes / 1e6:F1} MB"));
        }
        _stage = stage;
    }

    /// <summary>Leaves a clean line for what is said next.</summary>
    public void End()
    {
        if (desk.IsWatched && _shown > 0)
        {
            desk.Error.Write("\r" + new string(' ', _shown) + "\r");
            _shown = 0;
        }
    }
}

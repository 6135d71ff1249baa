using System.CommandLine;
using Samagam.Routing.MapPack;

namespace Samagam.Provisioning;

/// <summary><c>map inspect</c>: what a pack says of itself.</summary>
internal static class MapInspect
{
    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var file = new Argument<string>("pack") { Description = w["A map pack", "मानचित्र पैक"] };
        var command = new Command("inspect", w["Shows version, source, extent and content of a map pack", "मानचित्र पैक का संस्करण, स्रोत, विस्तार और सामग्री दिखाता है"]) { file };
        command.SetAction(p => MapExit.Try(desk, p.GetRequiredValue(file), () => Run(desk, p.GetRequiredValue(file))));
        return command;
    }

    private static int Run(Desk desk, string file)
    {
        var bytes = PackSource.Read(file);
        var contents = MapPackReader.Inspect(bytes);
        var map = MapPackReader.Read(bytes);
        Line("pack", Path.GetFullPath(file));
        Line("format", $"{contents.Major}.{contents.Minor}");
        Line("version", map.Version);
        Line("sha256", contents.Sha256);
        Line("source", $"sha256 {map.Report.SourceSha256}, {PackText.Number(map.Report.FileBytes)} bytes");
        PackText.Content(Line, map);
        foreach (var (why, count) in map.Report.Dropped)
        {
            Line("left out", $"{PackText.Number(count)} × {why}");
        }
        foreach (var section in contents.Sections)
        {
            Line("section", $"{section.Name,-9}{PackText.Number(section.Length),14} bytes at {PackText.Number(section.Offset)}, {section.ElementBytes} each{(section.IsRequired ? "" : ", may be ignored")}");
        }
        Line("bytes", PackText.Number(bytes.Length));
        return Desk.Done;

        void Line(string what, string text) => PackText.Line(desk, what, text);
    }
}

using System.Buffers.Binary;
using System.CommandLine;
using Samagam.Routing.MapPack;

namespace Samagam.Provisioning;

/// <summary><c>map verify</c>: whether a pack is whole, consistent, and finds the ways a plain search finds.</summary>
internal static class MapVerify
{
    private const int MostPairs = 1_000_000;

    public static Command Build(Desk desk)
    {
        var w = desk.Words;
        var file = new Argument<string>("pack") { Description = w["A map pack", "मानचित्र पैक"] };
        var pairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 500, Description = w["How many random pairs of places are walked by both searches", "कितने जोड़ों पर दोनों खोजें मिलाई जाएँ"] };
        var seed = new Option<int?>("--seed") { Description = w["Repeats the pairs of an earlier run", "पिछली जाँच के जोड़े दोहराता है"] };
        var command = new Command("verify", w["Checks hash, structure and a sample of routes of a map pack", "मानचित्र पैक का हैश, बनावट और कुछ मार्ग जाँचता है"]) { file, pairs, seed };
        command.SetAction((p, stop) => Task.FromResult(MapExit.Try(desk, p.GetRequiredValue(file), () => Run(
            desk, p.GetRequiredValue(file), p.GetValue(pairs), p.GetValue(seed) ?? Seed(desk), stop))));
        return command;
    }

    private static int Run(Desk desk, string file, int pairs, int seed, CancellationToken stop)
    {
        if (pairs is < 0 or > MostPairs)
        {
            return MapExit.Refuse(desk, MapExit.Usage, $"--pairs is 0 to {MostPairs}");
        }
        var map = MapPackReader.Read(PackSource.Read(file));
        PackText.Line(desk, "version", map.Version);
        PackText.Line(desk, "hash", "good");
        PackText.Line(desk, "structure", "good");
        PackText.Line(desk, "seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var wrong = MapPackCheck.Run(map, pairs, new Random(seed), stop);
        foreach (var what in wrong)
        {
            PackText.Line(desk, "wrong", what);
        }
        if (wrong.Count > 0)
        {
            return MapExit.Refuse(desk, MapExit.Data, $"{file} is not what it should be; build it anew");
        }
        PackText.Line(desk, "routes", $"{PackText.Number(pairs)} pairs, each found as a plain search finds it");
        PackText.Line(desk, "verdict", "OK");
        return Desk.Done;
    }

    private static int Seed(Desk desk)
    {
        Span<byte> bytes = stackalloc byte[4];
        desk.Luck.GetBytes(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes) & int.MaxValue;
    }
}

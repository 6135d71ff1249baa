using Samagam.Routing.Osm;

namespace Samagam.Provisioning;

/// <summary>How the map verbs end (sysexits.h), because scripts build maps: 0 done, 64 wrong words, 65 bad data, 66 no such file, 73 not written, 74 disk, 130 stopped.</summary>
internal static class MapExit
{
    public const int Usage = 64, Data = 65, NoInput = 66, CannotCreate = 73, Disk = 74, Stopped = 130;

    /// <summary>Says why on one line and gives the code.</summary>
    public static int Refuse(Desk desk, int code, string why)
    {
        desk.Error.WriteLine($"samagam map: {why}");
        return code;
    }

    /// <summary>Runs a verb; what goes wrong with files is said in a line, not in a trace.</summary>
    public static int Try(Desk desk, string file, Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (MapFormatException e)
        {
            return Refuse(desk, Data, $"{file}: {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(desk, NoInput, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(desk, Disk, e.Message);
        }
        catch (OperationCanceledException)
        {
            return Refuse(desk, Stopped, desk.Words["stopped; nothing was written", "रोका गया; कुछ नहीं लिखा गया"]);
        }
    }
}

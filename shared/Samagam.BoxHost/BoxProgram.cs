using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Samagam.Mesh.Facts;
using Samagam.Trust;

namespace Samagam.BoxHost;

/// <summary>A node or a hub, composed.</summary>
public interface IBox : IAsyncDisposable
{
    /// <summary>Runs until asked to stop.</summary>
    Task RunAsync();
}

/// <summary>The life of a box's process, from its folder to its exit code (sysexits.h).</summary>
public static class BoxProgram
{
    /// <param name="service">What the logs call it.</param>
    public static async Task<int> RunAsync(string path, NodeRole role, string service, Func<BoxFolder, ILoggerFactory, Task<IBox>> open)
    {
        try
        {
            using var folder = BoxFolders.Open(path, role);
            using var loggers = BoxWeb.CreateLoggers(folder, service);
            await using var box = await open(folder, loggers).ConfigureAwait(false);
            await box.RunAsync().ConfigureAwait(false);
            return Environment.ExitCode;
        }
        catch (BoxRefusedException refused)
        {
            return CannotStart(refused.Message, 78);
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException)
        {
            return CannotStart(refused.Message, 69);
        }
        catch (StoreRefusedException refused)
        {
            return CannotStart("the store cannot be used: " + refused.Message, 74);
        }
    }

    private static int CannotStart(string why, int code)
    {
        Console.Error.WriteLine("cannot start: " + why);
        return code;
    }
}

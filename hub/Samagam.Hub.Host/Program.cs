using Samagam.BoxHost;
using Samagam.Hub.Host;
using Samagam.Trust;

if (args is not ["--box", var path])
{
    Console.Error.WriteLine("usage: Samagam.Hub.Host --box FOLDER    runs the hub whose signed folder this is");
    return 64;
}
return await BoxProgram.RunAsync(path, NodeRole.Hub, "hub", async (folder, loggers) => await HubBox.OpenAsync(folder, loggers, TimeProvider.System, new Random()));

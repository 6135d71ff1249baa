using Samagam.BoxHost;
using Samagam.Node.Host;
using Samagam.Trust;

if (args is ["health", "--box", var probed])
{
    return await HealthProbe.AskAsync(probed);
}
if (args is not ["--box", var path])
{
    Console.Error.WriteLine("usage: Samagam.Node.Host --box FOLDER           runs the box whose signed folder this is");
    Console.Error.WriteLine("       Samagam.Node.Host health --box FOLDER    exits 0 when that box is ready (for container health checks)");
    return 64;
}
return await BoxProgram.RunAsync(path, NodeRole.Node, "node", async (folder, loggers) => await NodeBox.OpenAsync(folder, loggers, TimeProvider.System, new Random()));

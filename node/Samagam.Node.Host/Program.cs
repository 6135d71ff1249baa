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
try
{
    using var folder = BoxFolders.Open(path, NodeRole.Node);
    using var loggers = BoxWeb.CreateLoggers(folder, "node");
    await using var box = await NodeBox.OpenAsync(folder, loggers, TimeProvider.System, new Random());
    await box.RunAsync();
    return Environment.ExitCode;
}
catch (BoxRefusedException refused)
{
    Console.Error.WriteLine($"cannot start: {refused.Message}");
    return 78;
}
catch (IOException refused) when (refused.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    Console.Error.WriteLine($"cannot start: {refused.Message}");
    return 69;
}
catch (Samagam.Mesh.Facts.StoreRefusedException refused)
{
    Console.Error.WriteLine($"cannot start: the store cannot be used: {refused.Message}");
    return 74;
}

using Samagam.BoxHost;
using Samagam.Hub.Host;
using Samagam.Trust;

if (args is not ["--box", var path])
{
    Console.Error.WriteLine("usage: Samagam.Hub.Host --box FOLDER    runs the hub whose signed folder this is");
    return 64;
}
try
{
    using var folder = BoxFolders.Open(path, NodeRole.Hub);
    using var loggers = BoxWeb.CreateLoggers(folder, "hub");
    await using var box = await HubBox.OpenAsync(folder, loggers, TimeProvider.System, new Random());
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

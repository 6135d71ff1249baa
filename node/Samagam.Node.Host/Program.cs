using Samagam.BoxHost;
using Samagam.Node.Host;
using Samagam.Trust;

if (args is ["health", var url])
{
    return await HealthProbe.AskAsync(url);
}
if (args is not [var path])
{
    Console.Error.WriteLine("usage: Samagam.Node.Host FOLDER        runs the box whose signed folder this is");
    Console.Error.WriteLine("       Samagam.Node.Host health URL    exits 0 when URL answers 200 (for container health checks)");
    return 64;
}
try
{
    using var folder = BoxFolder.Open(path, NodeRole.Node);
    await using var box = await NodeBox.OpenAsync(folder, TimeProvider.System, new Random());
    await box.RunAsync();
    return Environment.ExitCode;
}
catch (BoxRefusedException refused)
{
    Console.Error.WriteLine($"cannot start: {refused.Message}");
    return 78;
}
catch (Samagam.Mesh.Facts.StoreRefusedException refused)
{
    Console.Error.WriteLine($"cannot start: the store cannot be used: {refused.Message}");
    return 74;
}

using System.Security.Cryptography;
using Samagam.Provisioning;

Console.OutputEncoding = System.Text.Encoding.UTF8;
using var luck = RandomNumberGenerator.Create();
var language = Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all : Environment.GetEnvironmentVariable("LANG") ?? "";
var desk = new Desk(Console.Out, Console.Error, TimeProvider.System, luck, new Words(language.StartsWith("hi", StringComparison.Ordinal))) { IsWatched = !Console.IsErrorRedirected };
var parsed = CommandTree.Build(desk).Parse(args);
using var told = new UsageNames(Console.Out);
using var wrong = new UsageNames(Console.Error);
var code = await parsed.InvokeAsync(new() { Output = told, Error = wrong });
await told.FlushAsync();
await wrong.FlushAsync();
return parsed.Errors.Count > 0 && args is ["map", ..] ? MapExit.Usage : code;

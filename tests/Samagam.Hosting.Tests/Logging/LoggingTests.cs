using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samagam.TestKit;

namespace Samagam.Hosting.Tests;

public sealed partial class LoggingTests
{
    [Fact]
    public void A_line_is_json_with_the_fields_asked_for()
    {
        using var folder = new TempFolder();
        using (var logs = Logs(folder))
        {
            var log = logs.CreateLogger("Samagam.Sos");
            using (log.BeginScope(new KeyValuePair<string, object>[] { new("request_id", "r-1") }))
            {
                SosRaised(log, "K7", 3, new InvalidOperationException("with a\nsecond line"));
            }
        }
        var line = Assert.Single(Lines(folder));
        Assert.Equal("warning", line.GetProperty("level").GetString());
        Assert.Equal("node", line.GetProperty("service").GetString());
        Assert.Equal("ram-ghat-1", line.GetProperty("node").GetString());
        Assert.Equal("r-1", line.GetProperty("request_id").GetString());
        Assert.Equal(4100, line.GetProperty("event_id").GetInt32());
        Assert.Equal("SosRaised", line.GetProperty("event").GetString());
        Assert.Equal("Samagam.Sos", line.GetProperty("source").GetString());
        Assert.Equal("SOS K7 raised by 3 people", line.GetProperty("message").GetString());
        Assert.Equal("K7", line.GetProperty("properties").GetProperty("Code").GetString());
        Assert.Equal(3, line.GetProperty("properties").GetProperty("People").GetInt32());
        Assert.Contains("second line", line.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Z", line.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        Assert.True(line.GetProperty("timestamp").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public void A_strangers_text_cannot_begin_a_line_of_its_own_nor_move_the_cursor()
    {
        using var folder = new TempFolder();
        using var console = new StringWriter();
        using (var logs = Logs(folder, console: console))
        {
            SosRaised(logs.CreateLogger("Samagam.Sos"), "x\n{\"level\":\"forged\"}\u001b[2J", 1, null);
        }
        Assert.Equal("x\n{\"level\":\"forged\"}\u001b[2J", Assert.Single(Lines(folder)).GetProperty("properties").GetProperty("Code").GetString());
        var shown = console.ToString().TrimEnd('\n');
        Assert.DoesNotContain('\n', shown);
        Assert.DoesNotContain('\u001b', shown);
        Assert.Matches("^[0-9]{2}:[0-9]{2}:[0-9]{2} warning  ram-ghat-1 SOS x·", shown);
    }

    [Fact]
    public void Long_texts_are_cut_and_too_many_properties_left_out()
    {
        using var folder = new TempFolder();
        using (var logs = Logs(folder, o => (o.MaxTextChars, o.MaxProperties) = (64, 1)))
        {
            SosRaised(logs.CreateLogger("Samagam.Sos"), new string('x', 1_000_000), 1, null);
        }
        var line = Assert.Single(Lines(folder));
        Assert.Equal(65, line.GetProperty("message").GetString()!.Length);
        Assert.Single(line.GetProperty("properties").EnumerateObject());
    }

    [Fact]
    public void What_waits_is_written_when_the_provider_ends()
    {
        using var folder = new TempFolder();
        using (var logs = Logs(folder))
        {
            var log = logs.CreateLogger("Samagam.Sos");
            for (var i = 0; i < 5000; i++)
            {
                SosRaised(log, "K7", i, null);
            }
        }
        Assert.Equal(5000, Lines(folder).Count);
    }

    [Fact]
    public async Task What_waits_is_written_when_the_process_exits_without_a_word()
    {
        using var folder = new TempFolder();
        using var child = Process.Start("dotnet", [typeof(LoggingTests).Assembly.Location, "log-and-exit", folder.Path]);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(3, child.ExitCode);
        Assert.Equal(500, Lines(folder).Count);
    }

    [Fact]
    public void A_full_file_is_followed_by_another_and_the_oldest_leave()
    {
        using var folder = new TempFolder();
        using (var logs = Logs(folder, o => (o.MaxFileBytes, o.KeptFiles) = (64 << 10, 3)))
        {
            var log = logs.CreateLogger("Samagam.Sos");
            for (var i = 0; i < 3000; i++)
            {
                SosRaised(log, "K7", i, null);
            }
        }
        var files = new DirectoryInfo(folder.Path).GetFiles();
        Assert.Equal(3, files.Length);
        Assert.All(files, f => Assert.InRange(f.Length, 1, (64 << 10) + 1000));
        Assert.Contains(Lines(folder), l => l.GetProperty("properties").GetProperty("People").GetInt32() == 2999);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_stops_nobody_and_the_console_goes_on()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("taken"), "a file where the folder should be");
        using var console = new StringWriter();
        using (var logs = Logs(folder, o => o.Folder = folder.File("taken"), console))
        {
            SosRaised(logs.CreateLogger("Samagam.Sos"), "K7", 1, null);
        }
        Assert.Contains("SOS K7 raised", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_faster_than_its_disk_drops_lines_and_counts_them()
    {
        using var folder = new TempFolder();
        var services = new ServiceCollection().AddLogging(b => b.AddSamagamLogging(Options(folder, o => o.QueuedLines = 16), TextWriter.Null));
        await using (var provider = services.BuildServiceProvider())
        {
            var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Samagam.Sos");
            var queue = provider.GetRequiredService<LogQueue>();
            var logged = 0;
            while (queue.Dropped == 0 && logged++ < 1_000_000)
            {
                SosRaised(log, "K7", logged, null);
            }
            Assert.True(queue.Dropped > 0);
            Assert.InRange(queue.Waiting, 0, 16);
        }
        Assert.NotEmpty(Lines(folder));
    }

    [Fact]
    public void The_frameworks_chatter_and_what_is_below_the_level_is_left_out()
    {
        using var folder = new TempFolder();
        using (var logs = Logs(folder))
        {
            Chatter(logs.CreateLogger("Microsoft.AspNetCore.Routing"), LogLevel.Information);
            Chatter(logs.CreateLogger("Samagam.Sos"), LogLevel.Debug);
            Chatter(logs.CreateLogger("Samagam.Sos"), LogLevel.Information);
        }
        Assert.Equal("Samagam.Sos", Assert.Single(Lines(folder)).GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_lines_of_a_request_carry_its_id()
    {
        using var folder = new TempFolder();
        await using (var host = await TestHost.StartAsync(
            app =>
            {
                app.UseSamagamRequestIds(new RequestIds(new ManualTime(), new Random(1)));
                app.MapGet("/", (ILoggerFactory logs) => SosRaised(logs.CreateLogger("Samagam.Sos"), "K7", 1, null));
            },
            builder => builder.Logging.AddSamagamLogging(Options(folder), TextWriter.Null)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add(RequestIds.Header, "from-the-phone");
            using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
        Assert.Equal("from-the-phone", Assert.Single(Lines(folder)).GetProperty("request_id").GetString());
    }

    internal static void LogWithoutEnd(ILoggerFactory logs)
    {
        for (var i = 0; i < 500; i++)
        {
            SosRaised(logs.CreateLogger("Samagam.Sos"), "K7", i, null);
        }
    }

    [LoggerMessage(4100, LogLevel.Warning, "SOS {Code} raised by {People} people", EventName = "SosRaised")]
    private static partial void SosRaised(ILogger log, string code, int people, Exception? e);

    [LoggerMessage(EventId = 4101, Message = "Chatter")]
    private static partial void Chatter(ILogger log, LogLevel level);

    private static LogOptions Options(TempFolder folder, Action<LogOptions>? change = null)
    {
        var options = new LogOptions { Service = "node", Node = "ram-ghat-1", Folder = folder.Path };
        change?.Invoke(options);
        return options;
    }

    private static ILoggerFactory Logs(TempFolder folder, Action<LogOptions>? change = null, TextWriter? console = null) =>
        LoggerFactory.Create(b => b.AddSamagamLogging(Options(folder, change), console ?? TextWriter.Null));

    private static List<JsonElement> Lines(TempFolder folder) =>
        [.. Directory.GetFiles(folder.Path, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines).Select(l => JsonDocument.Parse(l).RootElement)];
}

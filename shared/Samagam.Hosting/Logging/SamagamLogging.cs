using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.Async;

namespace Samagam.Hosting;

/// <summary>
/// What became of the lines, for metrics and tests. Logging never stops its caller: a line that finds the queue full is
/// dropped and counted here, a disk that refuses costs the lines of that moment.
/// </summary>
public sealed class LogQueue : IAsyncLogEventSinkMonitor
{
    private volatile IAsyncLogEventSinkInspector? _inspector;

    /// <summary>Lines dropped since the start, because the disk was slower than the log.</summary>
    public long Dropped => _inspector?.DroppedMessagesCount ?? 0;

    /// <summary>Lines waiting for the disk.</summary>
    public int Waiting => _inspector?.Count ?? 0;

    void IAsyncLogEventSinkMonitor.StartMonitoring(IAsyncLogEventSinkInspector inspector) => _inspector = inspector;

    void IAsyncLogEventSinkMonitor.StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
    }
}

/// <summary>Logs of every Samagam process.</summary>
public static class SamagamLogging
{
    /// <summary>
    /// Replaces the providers by two: JSON lines in rolling files of <see cref="LogOptions.Folder"/>
    /// (<c>service-YYYYMMDD.jsonl</c>), written behind the caller's back, and short lines on the console. What waits is
    /// written when the provider is disposed (with the host) and when the process exits. Registers the
    /// <see cref="LogQueue"/>.
    /// </summary>
    /// <param name="builder">The host's.</param>
    /// <param name="options">Limits.</param>
    /// <param name="console">Where short lines go; null is standard output.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its limits.</exception>
    public static ILoggingBuilder AddSamagamLogging(this ILoggingBuilder builder, LogOptions options, TextWriter? console = null)
    {
        options.Validate();
        var queue = new LogQueue();
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(LevelWords.From(options.Level))
            .MinimumLevel.Override("Microsoft", LevelWords.From(options.FrameworkLevel))
            .MinimumLevel.Override("System", LevelWords.From(options.FrameworkLevel))
            .WriteTo.Sink(new ConsoleLines(console ?? Console.Out, options), LevelWords.From(options.ConsoleLevel));
        if (options.Folder is { } folder)
        {
            configuration.WriteTo.Async(
                disk => disk.File(
                    new JsonLineFormatter(options),
                    Path.Combine(folder, $"{options.Service}-.jsonl"),
                    fileSizeLimitBytes: options.MaxFileBytes,
                    rollingInterval: RollingInterval.Day,
                    rollOnFileSizeLimit: true,
                    retainedFileCountLimit: options.KeptFiles,
                    retainedFileTimeLimit: TimeSpan.FromDays(options.KeptDays),
                    encoding: new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false)),
                monitor: queue,
                bufferSize: options.QueuedLines,
                blockWhenFull: false);
        }
        builder.ClearProviders();
        // The rule of levels is the one above; the framework's filter only passes on.
        builder.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(queue);
        builder.Services.AddSingleton<ILoggerProvider>(_ => new FlushedProvider(configuration.CreateLogger()));
        return builder;
    }

    /// <summary>Writes what waits, however the process ends of its own will.</summary>
    private sealed class FlushedProvider : ILoggerProvider
    {
        private readonly Logger _logger;
        private readonly Serilog.Extensions.Logging.SerilogLoggerProvider _provider;

        public FlushedProvider(Logger logger)
        {
            _logger = logger;
            _provider = new Serilog.Extensions.Logging.SerilogLoggerProvider(logger, dispose: false);
            AppDomain.CurrentDomain.ProcessExit += OnExit;
        }

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => _provider.CreateLogger(categoryName);

        public void Dispose()
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            _provider.Dispose();
            _logger.Dispose();
        }

        private void OnExit(object? sender, EventArgs e) => _logger.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Samagam.TestBoxes;

/// <summary>What a box has logged, kept for the test's own eyes.</summary>
public sealed class LineLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> All => [.. _lines];

    /// <summary>Rung after each line.</summary>
    public Action Said { get; set; } = () => { };

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Enqueue(string.Create(CultureInfo.InvariantCulture, $"{eventId.Id} {formatter(state, exception)}{(exception is null ? "" : " " + exception)}"));

    private void Enqueue(string line)
    {
        _lines.Enqueue(line);
        Said();
    }

    public void Dispose() => GC.SuppressFinalize(this);
}

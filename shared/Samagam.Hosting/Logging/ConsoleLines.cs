using System.Globalization;
using System.Text;
using Serilog.Core;
using Serilog.Events;

namespace Samagam.Hosting;

/// <summary>
/// Short lines for a person: time, level, who, what. A stranger's text cannot move the cursor or colour the screen:
/// control characters are shown as dots.
/// </summary>
internal sealed class ConsoleLines(TextWriter output, LogOptions options) : ILogEventSink
{
    private readonly Lock _gate = new();

    public void Emit(LogEvent logEvent)
    {
        var line = new StringBuilder();
        line.Append(logEvent.Timestamp.ToString("HH:mm:ss ", CultureInfo.InvariantCulture));
        line.Append(CultureInfo.InvariantCulture, $"{LevelWords.Of(logEvent.Level),-8} ");
        if (options.Node.Length > 0)
        {
            line.Append(options.Node).Append(' ');
        }
        line.Append(LogFields.Message(logEvent));
        if (logEvent.Exception is { } exception)
        {
            line.Append(CultureInfo.InvariantCulture, $" [{exception.GetType().Name}: {exception.Message}]");
        }
        if (line.Length > options.MaxTextChars)
        {
            line.Length = options.MaxTextChars;
        }
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsControl(line[i]))
            {
                line[i] = '·';
            }
        }
        lock (_gate)
        {
            output.WriteLine(line);
        }
    }
}

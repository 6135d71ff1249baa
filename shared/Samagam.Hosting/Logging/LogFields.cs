using System.Globalization;
using Serilog.Events;

namespace Samagam.Hosting;

/// <summary>Where the parts of a line are found in an event as the logging bridge hands it over.</summary>
internal static class LogFields
{
    public const string RequestId = "request_id";
    public const string Source = "SourceContext";
    private const string EventIdName = "EventId";
    private const string FrameworkRequestId = "RequestId";
    private const string Scope = "Scope";

    public static bool HasItsOwnField(string name) => name is RequestId or Source or EventIdName or FrameworkRequestId or Scope or "{OriginalFormat}";

    public static string? Text(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: { } scalar }
            ? Convert.ToString(scalar, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Number and name of the event, where the message was given them.</summary>
    public static (long? Id, string? Name) Event(LogEvent logEvent)
    {
        long? id = null;
        string? name = null;
        if (logEvent.Properties.TryGetValue(EventIdName, out var value) && value is StructureValue structure)
        {
            foreach (var part in structure.Properties)
            {
                switch (part)
                {
                    case { Name: "Id", Value: ScalarValue { Value: int number } }:
                        id = number;
                        break;
                    case { Name: "Name", Value: ScalarValue { Value: string text } }:
                        name = text;
                        break;
                }
            }
        }
        return (id, name);
    }

    /// <summary>The message as a person reads it: texts without the quotes of the template renderer.</summary>
    public static string Message(LogEvent logEvent)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is Serilog.Parsing.PropertyToken property
                && logEvent.Properties.TryGetValue(property.PropertyName, out var value)
                && value is ScalarValue { Value: string text })
            {
                writer.Write(text);
            }
            else
            {
                token.Render(logEvent.Properties, writer, CultureInfo.InvariantCulture);
            }
        }
        return writer.ToString();
    }
}

/// <summary>Words for levels.</summary>
internal static class LevelWords
{
    public static string Of(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trace",
        LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Error => "error",
        _ => "critical",
    };

    /// <summary>The framework's level as Serilog's.</summary>
    public static LogEventLevel From(Microsoft.Extensions.Logging.LogLevel level) => level switch
    {
        Microsoft.Extensions.Logging.LogLevel.Trace => LogEventLevel.Verbose,
        Microsoft.Extensions.Logging.LogLevel.Debug => LogEventLevel.Debug,
        Microsoft.Extensions.Logging.LogLevel.Information => LogEventLevel.Information,
        Microsoft.Extensions.Logging.LogLevel.Warning => LogEventLevel.Warning,
        Microsoft.Extensions.Logging.LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}

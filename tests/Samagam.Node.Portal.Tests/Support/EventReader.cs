using System.Text.Json;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>One server-sent event; a comment has the name <c>:</c>.</summary>
internal sealed record StreamEvent(string Name, string? Id, string Text)
{
    public JsonElement Data => JsonDocument.Parse(Text).RootElement;
}

/// <summary>Reads a stream as a browser does, event by event, without polling.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public static async Task<EventReader> OpenAsync(Phone phone, string path, string? bearer = null, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }
        var response = await phone.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, PortalBox.Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(PortalBox.Cancel)));
    }

    /// <summary>The next event; fails after ten seconds of silence, and null at the end of the stream.</summary>
    public async Task<StreamEvent?> NextAsync()
    {
        string? name = null, id = null, data = null;
        while (true)
        {
            var line = await _lines.ReadLineAsync(PortalBox.Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(10), PortalBox.Cancel);
            switch (line)
            {
                case null:
                    return null;
                case "" when name is not null:
                    return new StreamEvent(name, id, data ?? "");
                case "":
                    break;
                case [':', .. var comment]:
                    return new StreamEvent(":", null, comment.Trim());
                default:
                    var (field, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].TrimStart());
                    (name, id, data) = (field == "event" ? value : name, field == "id" ? value : id, field == "data" ? value : data);
                    break;
            }
        }
    }

    /// <summary>The next event of this name that fits; others are passed over.</summary>
    public async Task<StreamEvent> UntilAsync(string name, Predicate<JsonElement>? fits = null)
    {
        while (await NextAsync() is { } next)
        {
            if (next.Name == name && (fits is null || fits(next.Data)))
            {
                return next;
            }
        }
        throw new InvalidOperationException($"the stream ended before {name}");
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}

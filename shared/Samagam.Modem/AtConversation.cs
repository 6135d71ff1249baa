using System.Text;
using System.Threading.Channels;

namespace Samagam.Modem;

/// <summary>How a command ended (ITU-T V.250 §5.7; 3GPP TS 27.007 §9, TS 27.005 §3.2.5).</summary>
/// <param name="Final"><c>OK</c>, <c>&gt;</c>, or the line that refused; empty for silence.</param>
/// <param name="Lines">What came before it.</param>
internal sealed record AtReply(string Final, IReadOnlyList<string> Lines)
{
    public const string Prompt = ">";

    public bool IsOk => Final == "OK";

    public bool IsSilence => Final.Length == 0;

    /// <summary>Number of <c>+CMS ERROR</c>; null for other endings.</summary>
    public int? MessageError =>
        Final.StartsWith("+CMS ERROR:", StringComparison.Ordinal) && int.TryParse(Final.AsSpan("+CMS ERROR:".Length), out var number) ? number : null;
}

/// <summary>Question and answer with a modem over one line; one question at a time.</summary>
internal sealed class AtConversation : IDisposable
{
    private const int MaxLine = 1_024, MaxLines = 256;
    private readonly SerialLine _line;
    private readonly TimeProvider _time;
    private readonly Channel<string> _heard = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxLines) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    public AtConversation(SerialLine line, TimeProvider time)
    {
        (_line, _time) = (line, time);
        _listening = Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Sends a command and waits for its end. Silence is an ending.</summary>
    /// <exception cref="IOException">The line is gone.</exception>
    public Task<AtReply> AskAsync(string command, int patienceMs, CancellationToken cancellation) => SayAsync(command + "\r", command, patienceMs, cancellation);

    /// <summary>The text of a message after the prompt, ended by Ctrl-Z.</summary>
    public Task<AtReply> GiveAsync(string text, int patienceMs, CancellationToken cancellation) => SayAsync(text + "\x1A", text, patienceMs, cancellation);

    /// <summary>Gives up a message at its prompt (Escape), so that the next command is not taken for its text.</summary>
    public Task<AtReply> GiveUpAsync(int patienceMs, CancellationToken cancellation) => SayAsync("\x1B", "", patienceMs, cancellation);

    public void Dispose()
    {
        _stop.Cancel();
        // The listener looks up at least every 200 ms.
        _listening.Wait(TimeSpan.FromSeconds(2), CancellationToken.None);
        _line.Dispose();
        _stop.Dispose();
    }

    private async Task<AtReply> SayAsync(string bytes, string echo, int patienceMs, CancellationToken cancellation)
    {
        while (_heard.Reader.TryRead(out _))
        {
            // Left over from before: nobody asked for it.
        }
        _line.Write(Encoding.ASCII.GetBytes(bytes));
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(patienceMs), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var lines = new List<string>();
        try
        {
            while (true)
            {
                var line = await _heard.Reader.ReadAsync(either.Token).ConfigureAwait(false);
                if (line is "OK" or "ERROR" or AtReply.Prompt || line.StartsWith("+CMS ERROR:", StringComparison.Ordinal) || line.StartsWith("+CME ERROR:", StringComparison.Ordinal))
                {
                    return new AtReply(line, lines);
                }
                if (line != echo && lines.Count < MaxLines)
                {
                    lines.Add(line);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new AtReply("", lines);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("the modem's line is gone", e);
        }
    }

    private void Listen()
    {
        var buffer = new byte[256];
        var line = new StringBuilder();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var read = _line.Read(buffer);
                foreach (var c in Encoding.Latin1.GetString(buffer, 0, read))
                {
                    if (c is '\r' or '\n')
                    {
                        Heard(line);
                    }
                    else if (line.Length < MaxLine)
                    {
                        line.Append(c);
                    }
                    // The prompt for a message's text has no end of line.
                    if (line.Length == 2 && line[0] == '>' && line[1] == ' ')
                    {
                        Heard(line);
                    }
                }
            }
            _heard.Writer.TryComplete();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _heard.Writer.TryComplete(e);
        }
    }

    private void Heard(StringBuilder line)
    {
        var text = line.ToString().Trim();
        line.Clear();
        if (text.Length > 0)
        {
            _heard.Writer.TryWrite(text);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Samagam.Node.Links.Tests.Notices;

/// <summary>A mail server of a few words (RFC 5321) on a real port: takes what it is told to take, keeps the mails.</summary>
internal sealed class SmtpPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private readonly Queue<string> _toRecipients = new();
    private readonly Task _serving;

    /// <param name="toRecipients">Answers to RCPT TO, one a mail; then it takes everything.</param>
    public SmtpPeer(params string[] toRecipients)
    {
        foreach (var answer in toRecipients)
        {
            _toRecipients.Enqueue(answer);
        }
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>The next mail, with its envelope in the first two lines.</summary>
    public async Task<string> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _mails.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            return;
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await SayAsync("220 peer");
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync("250 peer");
                    break;
                case "RCPT":
                    mail.AppendLine(line);
                    await SayAsync(_toRecipients.TryDequeue(out var answer) ? answer : "250 ok");
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    while (await reader.ReadLineAsync(_stop.Token) is { } text && text != ".")
                    {
                        mail.AppendLine(text);
                    }
                    _mails.Writer.TryWrite(mail.ToString());
                    mail.Clear();
                    await SayAsync("250 taken");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 ok");
                    break;
            }
        }

        Task SayAsync(string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token).AsTask();
    }
}

namespace Samagam.Node.Portal.Sos;

/// <summary>
/// Lets one client have so many presses in the works at once; its further ones wait for their turn. A flood is slowed to what one client may take of the
/// disk: nobody is refused, and no client waits for another. Remembers only who has a press in the works.
/// </summary>
internal sealed class Turns(int atOnce)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = [];

    /// <summary>With a press in the works, or waiting.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    public async Task<T> RunAsync<T>(string client, Func<Task<T>> work)
    {
        Line? line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(client, out line))
            {
                _lines[client] = line = new Line(new SemaphoreSlim(atOnce));
            }
            line.Length++;
        }
        try
        {
            await line.Turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                return await work().ConfigureAwait(false);
            }
            finally
            {
                line.Turn.Release();
            }
        }
        finally
        {
            lock (_gate)
            {
                if (--line.Length == 0)
                {
                    _lines.Remove(client);
                    line.Turn.Dispose();
                }
            }
        }
    }

    private sealed class Line(SemaphoreSlim turn)
    {
        public SemaphoreSlim Turn => turn;

        public int Length { get; set; }
    }
}

using System.CommandLine;
using System.Text;

namespace Samagam.Provisioning;

/// <summary>Help names the commands as people type them: <c>./samagam map</c> and <c>./samagam provision</c>, not the program behind them.</summary>
internal sealed class UsageNames(TextWriter to) : StringWriter
{
    public override Encoding Encoding => to.Encoding;

    /// <summary>Passes on what was written so far.</summary>
    public override Task FlushAsync()
    {
        var program = RootCommand.ExecutableName;
        var text = GetStringBuilder().Replace(program + " map", "./samagam map").Replace(program, "./samagam provision").ToString();
        GetStringBuilder().Clear();
        return to.WriteAsync(text);
    }
}

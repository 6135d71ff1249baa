using System.Globalization;
using Samagam.Core.Sos;
using Samagam.Core.Time;
using Samagam.Hub.Api.Operators;
using Samagam.Hub.Api.Words;
using Samagam.Hub.Board;
using Samagam.Web.Html;

namespace Samagam.Hub.Api.Pages;

/// <summary>What every page needs beside what it shows: the reader's words, who they are, the event's clock, where the furniture is.</summary>
/// <param name="FormToken">What forms of this session carry; empty without one.</param>
/// <param name="Path">Path of this page, for the link to the other language.</param>
internal sealed record PageContext(BoardWords Words, OperatorSession? Operator, string FormToken, string Path, long NowMs, BoardApiOptions Options, Func<string, string> Asset)
{
    /// <summary>Clock time at the event, with the day when it is another one.</summary>
    public string ClockTime(HybridTime time) => ClockTime(time.WallMs);

    /// <inheritdoc cref="ClockTime(HybridTime)"/>
    public string ClockTime(long wallMs)
    {
        var at = Local(wallMs);
        return at.ToString(at.Date == Local(NowMs).Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The event's local time.</summary>
    public DateTimeOffset LocalNow => Local(NowMs);

    public string Now => Local(NowMs).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago; the page's script counts it on.</summary>
    public Markup Ago(Moment at) =>
        at.AgeSeconds is { } seconds
            ? Markup.Of($"<time class=\"ago\" data-at=\"{at.Time.WallMs}\" title=\"{ClockTime(at.Time)}\">{Words.Duration(seconds)}</time>")
            : Markup.Of($"<span class=\"ago unset\">{Words[BoardWord.ClockNotSet]}</span>");

    public Markup Ago(CaseAge age) =>
        age.Seconds is { } seconds
            ? Markup.Of($"{(age.AtLeast ? Words[BoardWord.AtLeast] + " " : "")}<time class=\"ago\" data-at=\"{age.SinceMs!.Value}\">{Words.Duration(seconds)}</time>")
            : Markup.Of($"<span class=\"ago unset\">{Words[BoardWord.ClockNotSet]}</span>");

    public static string Icon(SosType type) => type switch
    {
        SosType.Medical => "✚",
        SosType.LostPerson => "?",
        SosType.Crush => "⇶",
        SosType.Fire => "▲",
        SosType.Drowning => "≈",
        SosType.Violence => "✖",
        _ => "!",
    };

    private DateTimeOffset Local(long wallMs) =>
        // The last day is left for the offset.
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(wallMs, 0, 253_402_214_400_000)).ToOffset(Options.LocalOffset);
}

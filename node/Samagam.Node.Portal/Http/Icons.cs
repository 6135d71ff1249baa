using Samagam.Web.Html;

namespace Samagam.Node.Portal.Http;

/// <summary>Pictograms, drawn once per page and used by name. Plain shapes: they must be read in bright sun on a cheap screen.</summary>
internal static class Icons
{
    public static readonly Markup Sprite = Markup.Of($"""<svg class="off" width="0" height="0" aria-hidden="true">{Shapes()}</svg>""");

    private static IEnumerable<Markup> Shapes() => new (string Name, Markup Shapes)[]
    {
        ("bell", Markup.Of($"<path d='M12 2a6 6 0 0 0-6 6v6l-2 3h16l-2-3V8a6 6 0 0 0-6-6zM9 19h6a3 3 0 0 1-6 0z'/>")),
        ("phone", Markup.Of($"<path d='M6 2h4l2 5-3 2a14 14 0 0 0 6 6l2-3 5 2v4a3 3 0 0 1-3 3A17 17 0 0 1 3 5a3 3 0 0 1 3-3z'/>")),
        ("text", Markup.Of($"<path d='M3 4h18v13H9l-5 4v-4H3z'/>")),
        ("toilet", Markup.Of($"<path d='M7 2a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM5 7h4l1 7H8v8H6v-8H4zm12-5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm-2 5h4l2 8h-2v7h-4v-7h-2z'/>")),
        ("water", Markup.Of($"<path d='M12 2s7 8 7 13a7 7 0 0 1-14 0c0-5 7-13 7-13z'/>")),
        ("medical", Markup.Of($"<path d='M9 3h6v6h6v6h-6v6H9v-6H3V9h6z'/>")),
        ("police", Markup.Of($"<path d='M12 2l9 3v7c0 5-4 8-9 10-5-2-9-5-9-10V5z'/>")),
        ("walk", Markup.Of($"<path d='M13 2a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm-3 5h4l2 4h3v2h-4l-2-2-1 4 3 3v6h-2v-5l-4-4-1 4-4 5-2-1 4-5z'/>")),
        ("lost", Markup.Of($"<path d='M11 2a7 7 0 0 1 5 12l5 6-2 2-5-6A7 7 0 1 1 11 2zm0 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8z'/>")),
        ("crush", Markup.Of($"<path d='M5 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM2 9h20v6h-2v6h-3v-6h-3v6h-4v-6H7v6H4v-6H2z'/>")),
        ("fire", Markup.Of($"<path d='M13 2c1 5 6 7 6 13a7 7 0 0 1-14 0c0-3 2-5 3-7 1 2 2 2 3 2 1-3 1-5 2-8z'/>")),
        ("swim", Markup.Of($"<path d='M16 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 13l7-6 3 3-4 4zM2 16q3-2 5 0t5 0 5 0 5 0v3q-3 2-5 0t-5 0-5 0-5 0z'/>")),
        ("hand", Markup.Of($"<path d='M7 10V4h2v6h1V2h2v8h1V3h2v8h1V6h2v10a6 6 0 0 1-6 6h-1c-3 0-5-3-7-8l2-1z'/>")),
        ("find", Markup.Of($"<path d='M10 2a8 8 0 0 1 6.3 12.9L22 20.6 20.6 22l-5.7-5.7A8 8 0 1 1 10 2zm0 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z'/>")),
        ("shelter", Markup.Of($"<path d='M12 3l10 17h-6l-4-7-4 7H2z'/>")),
        ("parking", Markup.Of($"<path d='M6 2h7a6.5 6.5 0 0 1 0 13h-3v7H6zm4 4v5h3a2.5 2.5 0 0 0 0-5z'/>")),
        ("bus", Markup.Of($"<path d='M5 3h14l2 4v11h-2v3h-3v-3H8v3H5v-3H3V7zm1 4v5h12V7zm0 7v2h3v-2zm9 0v2h3v-2z'/>")),
        ("train", Markup.Of($"<path d='M6 2h12v15l3 5h-3l-1-2H7l-1 2H3l3-5zm2 3v5h8V5zm0 7v3h3v-3zm5 0v3h3v-3z'/>")),
        ("temple", Markup.Of($"<path d='M11 1h6l-5 3v2l5 7v2h3v7h-6v-5a2 2 0 0 0-4 0v5H4v-7h3v-2l4-7z'/>")),
        ("food", Markup.Of($"<path d='M3 11h18a9 9 0 0 1-6 8v2H9v-2a9 9 0 0 1-6-8zm4-8h2v6H7zm4-1h2v7h-2zm4 1h2v6h-2z'/>")),
        ("info", Markup.Of($"<path d='M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm-1.5 4v3h3V6zm0 5v7h3v-7z'/>")),
        ("bank", Markup.Of($"<path d='M2 6h20v12H2zm10 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 8v2l2-2zm16 8v-2l-2 2z'/>")),
        ("charge", Markup.Of($"<path d='M13 2L5 13h5l-2 9 10-12h-6l3-8z'/>")),
        ("dots", Markup.Of($"<path d='M3 10h4v4H3zm7 0h4v4h-4zm7 0h4v4h-4z'/>")),
    }.Select(i => Markup.Of($"""<symbol id="i-{i.Name}" viewBox="0 0 24 24">{i.Shapes}</symbol>"""));

    /// <summary>Decoration beside a word: hidden from screen readers, which read the word.</summary>
    public static Markup Of(string name) => Markup.Of($"""<svg class="i" aria-hidden="true"><use href="#i-{name}"/></svg>""");
}

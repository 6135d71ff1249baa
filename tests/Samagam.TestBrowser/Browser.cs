using Microsoft.Playwright;

namespace Samagam.TestBrowser;

/// <summary>A real browser: the distribution's Chromium, at the size of a phone. <c>SAMAGAM_PICTURES</c> names a folder to keep pictures in.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>How long a page may take to do or show what is expected: a slow machine under load, not a promise.</summary>
    private const float PatienceMs = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing: install the Debian package chromium");
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A phone of its own, with its own cookies. Every complaint of the page (script error, policy) ends up in <paramref name="complaints"/>.</summary>
    public async Task<IPage> PhoneAsync(Uri address, string language, List<string> complaints, bool script = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
            Locale = language,
            JavaScriptEnabled = script,
        });
        context.SetDefaultTimeout(PatienceMs);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        return page;
    }

    /// <summary>What of a page is smaller than a finger (<paramref name="side"/> CSS pixels) or wider than the phone; empty when nothing is. Tick boxes count with their labels.</summary>
    public static Task<string[]> HardToPressAsync(IPage page, int side) => page.EvaluateAsync<string[]>(
        """
        side => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), label:has(input[type=radio], input[type=checkbox])')]
          .filter(e => e.getClientRects().length).map(e => [e, e.getBoundingClientRect()])
          .filter(([, r]) => r.height < side || r.width < side).map(([e, r]) => `${e.tagName} "${e.textContent.trim()}" is ${r.width}x${r.height}`)
          .concat(document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide, the phone ${innerWidth}`] : [])
        """,
        side);

    public static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SAMAGAM_PICTURES") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + "-full.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
    }
}

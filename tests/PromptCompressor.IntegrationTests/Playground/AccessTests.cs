using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>The page for people who cannot see it well, cannot use a mouse, or have a small screen.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class AccessTests(ServiceFixture service, BrowserFixture browser)
{
    /// <summary>Contrast of every kind of word with what is behind it, as the screen's pixels have it: the least of all, by WCAG's formula.</summary>
    private const string LeastContrast = """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const pixel = (...colours) => { for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); } return canvas.getImageData(0, 0, 1, 1).data; };
          const linear = (value) => value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
          const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          const view = document.getElementById('words');
          const base = getComputedStyle(view).backgroundColor;
          const span = document.createElement('span');
          view.append(span);
          let least = { ratio: Infinity };
          for (const fate of ['k', 'd', 'k line', 'd line', 'k line altered', 'k forced', 'k protected', 'k joined', 'd tag']) {
            for (const shade of ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'pn']) {
              span.className = `w ${fate} ${shade}`;
              const { color, backgroundColor } = getComputedStyle(span);
              const behind = pixel(base, backgroundColor);
              const [light, dark] = [luminance(pixel(base, backgroundColor, color)), luminance(behind)].sort((a, b) => b - a);
              const ratio = (light + 0.05) / (dark + 0.05);
              least = ratio < least.ratio ? { ratio, name: span.className } : least;
            }
          }
          span.remove();
          return `${least.ratio.toFixed(2)} ${least.name}`;
        }
        """;

    /// <summary>Everything that Tab reaches, in that order, with its place; only what can be seen.</summary>
    private const string Stops = """
        () => [...document.querySelectorAll('main a[href], main button, main input, main select, main textarea, main summary, main [tabindex="0"]')]
          .filter((each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }) && !(each.type === 'radio' && !each.checked))
          .map((each) => {
            const [box, list] = [each.getBoundingClientRect(), each.closest('.contents')?.getBoundingClientRect()];
            const within = (place) => list ? Math.min(Math.max(place, list.top), list.bottom) : place;
            return { name: each.id || each.textContent.slice(0, 20), top: within(box.top), bottom: within(box.bottom), left: box.left };
          })
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Words_CanBeReadAtEveryProbability(ColorScheme scheme)
    {
        await using var page = await OpenAsync();
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });

        var least = (await page.Page.EvaluateAsync<string>(LeastContrast)).Split(' ', 2);

        Assert.True(double.Parse(least[0], System.Globalization.CultureInfo.InvariantCulture) >= 4.5, $"{least[1]}: {least[0]}");
    }

    [Fact]
    public async Task DroppedWords_AreStruckOut_NotColouredAlone()
    {
        await using var page = await OpenAsync();
        await page.Page.WaitForSelectorAsync("#words .w.d");

        Assert.Equal(["line-through"], await LinesAsync("#words .w.d"));
        Assert.DoesNotContain("line-through", await LinesAsync("#words .w.k"));

        async Task<string[]> LinesAsync(string words) =>
            [.. (await page.Page.Locator(words).EvaluateAllAsync<string[]>("all => all.map(each => getComputedStyle(each).textDecorationLine)")).Distinct()];
    }

    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    public async Task Tab_GoesAsTheEyeDoes(int width)
    {
        await using var page = await OpenAsync();
        await page.Page.SetViewportSizeAsync(width, 900);

        var stops = await page.Page.EvaluateAsync<Stop[]>(Stops);

        Assert.True(stops.Length > 20);
        foreach (var (before, next) in stops.Zip(stops.Skip(1)))
        {
            var isBelow = next.Top >= before.Bottom - 1;
            var isBeside = next.Bottom > before.Top && next.Left >= before.Left;
            Assert.True(isBelow || isBeside, $"{before.Name} at {before.Left}, {before.Top}, then {next.Name} at {next.Left}, {next.Top}");
        }
    }

    [Fact]
    public async Task NarrowScreen_NeedsNoScrollingSideways()
    {
        await using var page = await OpenAsync();
        await page.Page.SetViewportSizeAsync(320, 640);
        await page.Page.ClickAsync(".help summary");
        await page.Page.ClickAsync(".protect summary");

        foreach (var tab in new[] { "words", "compressed", "compare", "blocks", "soft", "code" })
        {
            await page.Page.ClickAsync($"#tab-{tab}");
            Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), tab);
        }
    }

    [Fact]
    public async Task ForcedColours_ShowWhatIsChosen()
    {
        await using var page = await OpenAsync();
        await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });

        Assert.NotEqual(await ColourAsync("#tab-code"), await ColourAsync("#tab-words"));
        Assert.NotEqual(await ColourAsync("input[value=target_token] + span"), await ColourAsync("input[value=rate] + span"));

        Task<string> ColourAsync(string selector) => page.Page.EvaluateAsync<string>("selector => getComputedStyle(document.querySelector(selector)).backgroundColor", selector);
    }

    [Fact]
    public async Task Tip_StaysWithItsWord_AndLeavesWithIt()
    {
        await using var page = await OpenAsync();
        await page.TypeAsync(Texts.Fresh(3000, seed: 34));
        await page.Page.Locator("#words .w").First.HoverAsync();
        Assert.True(await page.Page.Locator("#tip").IsVisibleAsync());

        // The pointer rests where another word comes to lie, which may have the tip then.
        await page.Page.EvaluateAsync("() => { document.getElementById('words').scrollTop = 5000; }");
        await page.Page.WaitForFunctionAsync("() => document.getElementById('tip').hidden || document.querySelector('#words .w:hover')");

        await page.Page.Mouse.MoveAsync(0, 0);
        await Assertions.Expect(page.Page.Locator("#tip")).ToBeHiddenAsync();
        await page.Page.Locator("#words").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Page.Locator("#tip")).ToBeVisibleAsync();
        await page.Page.EvaluateAsync("() => { document.getElementById('words').scrollTop = 9000; }");
        await Assertions.Expect(page.Page.Locator("#tip")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Theme_SaysWhetherItIsDark()
    {
        await using var page = await OpenAsync();
        Assert.Equal("false", await page.Page.GetAttributeAsync("#theme", "aria-pressed"));

        await page.Page.ClickAsync("#theme");

        Assert.Equal("true", await page.Page.GetAttributeAsync("#theme", "aria-pressed"));
    }

    /// <summary>One sentence once the slider rests, not four numbers at each step.</summary>
    [Fact]
    public async Task NewFigures_AreSaidOnce()
    {
        await using var page = await OpenAsync();
        Assert.Equal(0, await page.Page.Locator("output").CountAsync());

        await page.SlideAsync(20);

        await Assertions.Expect(page.Page.Locator("#announce")).ToHaveTextAsync($"{await page.NumberAsync("#origin")} tokens became {await page.NumberAsync("#compressed")}.");
    }

    private Task<PlaygroundPage> OpenAsync() => PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);

    private sealed record Stop
    {
        public string Name { get; init; } = "";

        public double Top { get; init; }

        public double Bottom { get; init; }

        public double Left { get; init; }
    }
}

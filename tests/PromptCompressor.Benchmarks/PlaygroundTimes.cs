using System.Globalization;
using Microsoft.Playwright;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;
using PromptCompressor.TestSupport.Browser;

namespace PromptCompressor.Benchmarks;

/// <summary>What a person waits for in the playground, in headless Chromium on the machine of the service: from moving the slider until the new result is painted.</summary>
internal static class PlaygroundTimes
{
    private const int WarmUps = 5;
    private const int Moves = 40;

    /// <summary>Answers when the frame with the result has been painted: a frame callback runs before its frame, a message that it sends after it.</summary>
    private const string Move = """
        value => new Promise((resolve) => {
          const slider = document.getElementById('slider');
          const result = document.getElementById('result');
          let longest = 0;
          const tasks = new PerformanceObserver((list) => { for (const task of list.getEntries()) { longest = Math.max(longest, task.duration); } });
          tasks.observe({ type: 'longtask' });
          const start = performance.now();
          new MutationObserver((_, observer) => {
            observer.disconnect();
            requestAnimationFrame(() => {
              const after = new MessageChannel();
              after.port1.onmessage = () => {
                const total = performance.now() - start;
                setTimeout(() => { tasks.disconnect(); resolve([total, Number(/([0-9]+) ms of it/.exec(document.getElementById('time').textContent)[1]), longest]); }, 60);
              };
              after.port2.postMessage(0);
            });
          }).observe(result, { attributes: true, attributeFilter: ['data-answer'] });
          slider.value = value;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        })
        """;

    private const string Fill = """
        (text) => {
          window.longestTask = 0;
          new PerformanceObserver((list) => { for (const task of list.getEntries()) { window.longestTask = Math.max(window.longestTask, task.duration); } }).observe({ type: 'longtask' });
          const context = document.getElementById('context');
          context.value = text;
          context.dispatchEvent(new Event('input'));
        }
        """;

    public static async Task PrintAsync()
    {
        await using var app = Server.Program.BuildApp(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning", "--Engine:ModelsPath", TestPaths.Models, "--Engine:DefaultModel", "xlmr-mini-fast"]);
        await app.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        Console.WriteLine("| words | slider to repaint, median ms | p95 | worst | of it in the service, median ms | longest task of the page, ms | longest as the text comes in, ms | elements for words |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var words in new[] { 1_000, 10_000, 100_000 })
        {
            Console.WriteLine(await MeasureAsync(chromium, app.Urls.Single(), words));
        }
    }

    private static async Task<string> MeasureAsync(Chromium chromium, string url, int words)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(180_000);
        await page.GotoAsync(url);
        await AnswerAsync(page, 0);
        var text = TextOf(words);
        await page.EvaluateAsync(Fill, text);
        await AnswerAsync(page, 1);
        await page.WaitForTimeoutAsync(500);
        var filled = await page.EvaluateAsync<double>("() => window.longestTask");

        var times = new List<double[]>();
        for (var i = 0; i < WarmUps + Moves; i++)
        {
            times.Add(await page.EvaluateAsync<double[]>(Move, 20 + (i * 37 % 60)));
        }

        times.RemoveRange(0, WarmUps);
        var totals = times.Select(time => time[0]).Order().ToArray();
        var elements = await page.Locator("#words .w").CountAsync();
        await context.DisposeAsync();
        return string.Create(CultureInfo.InvariantCulture,
            $"| {SegmentedText.Of(text).Words.Count} | {totals[Moves / 2]:f0} | {totals[Moves * 95 / 100]:f0} | {totals[^1]:f0} | {times.Select(time => time[1]).Order().ElementAt(Moves / 2):f0} | {times.Max(time => time[2]):f0} | {filled:f0} | {elements} |");
    }

    private static async Task AnswerAsync(IPage page, int before) =>
        await page.WaitForFunctionAsync("before => Number(document.getElementById('result').dataset.answer ?? 0) > before", before);

    /// <summary>Whole paragraphs, of about that many words. There are 120 of them, over and over, so that scoring does not take minutes.</summary>
    private static string TextOf(int words)
    {
        var paragraphs = SampleTexts.Paragraphs("prose", 120);
        var text = new System.Text.StringBuilder();
        for (var (i, count) = (0, 0); count < words; i++)
        {
            text.Append(paragraphs[i % paragraphs.Length]).Append("\n\n");
            count += SegmentedText.Of(paragraphs[i % paragraphs.Length]).Words.Count;
        }

        return text.ToString();
    }
}

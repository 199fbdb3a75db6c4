using System.Text;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Engine.Soft;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>
/// A few characters again and again, as long as a large request: whatever reads them must come to an end, and soon. Loops without end
/// and costs that grow with the square of the length show in no short text.
/// </summary>
public static class LongTextFuzz
{
    private const int Length = 50_000;
    private const int LongestUnit = 40;

    /// <summary>All of it takes milliseconds; a machine that is busy with other programs is not to be taken for a loop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TokenCounters Counters = new();
    private static readonly SoftSegmenter Soft = new(Tokenizers.SmolLm2, 20);

    private static readonly (string Name, Action<string> Read)[] Readers =
    [
        .. Tokenizers.All.Select(one => (one.Name, (Action<string>)(text => one.Tokenizer.Encode(text, [], [])))),
        .. new[] { "o200k_base", "cl100k_base" }.Select(name => (name, (Action<string>)(text => Counters.Find(name)!.Count(text)))),
        .. ProtectionRules.ByName.Values.Select(rule => ($"rule {rule.Name}", (Action<string>)(text => Protector.Find(text, [rule])))),
        ("tags", text => LlmlinguaTags.Read(text, out _)),
        ("segments", text => SegmentedText.Of(text)),
        ("soft segments", text => Soft.Split(0, text, [])),
    ];

    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to try alone; null: new texts.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null) =>
        new FuzzLoop<string>("long", Corpus.WriteText).RunAsync(limits.For(replay), Corpus.Texts(replay), Next, CheckAsync);

    /// <summary>A unit of one to three small things, repeated; sometimes after another text or before it.</summary>
    private static string Next(string text, IReadOnlyList<string> pool, Random random)
    {
        var unit = new StringBuilder();
        for (var left = 1 + random.Next(3); left > 0; left--)
        {
            unit.Append(random.Next(4) switch
            {
                0 => ((char)random.Next(char.MaxValue + 1)).ToString(),
                1 => SliceOf(pool[random.Next(pool.Count)], random),
                _ => TextMutator.Tokens[random.Next(TextMutator.Tokens.Length)],
            });
        }

        var repeated = new StringBuilder().Insert(0, unit.Length == 0 ? " " : unit.ToString(), Length / Math.Max(1, unit.Length)).ToString();
        var other = text[..Math.Min(text.Length, 1_000)];
        return random.Next(4) switch
        {
            0 => other + repeated,
            1 => repeated + other,
            _ => repeated,
        };
    }

    private static string SliceOf(string text, Random random)
    {
        var start = random.Next(text.Length + 1);
        return text.Substring(start, random.Next(Math.Min(LongestUnit, text.Length - start) + 1));
    }

    private static async Task<IEnumerable<string>> CheckAsync(string text)
    {
        foreach (var (name, read) in Readers)
        {
            await InTimeAsync(name, text.Length, () => Task.Run(() => read(text)));
        }

        foreach (var request in Requests(text))
        {
            await InTimeAsync(
                request.Question is null ? "pipeline" : "pipeline with a question",
                text.Length,
                () => Task.Run(() => new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), new MemorySegmentCache(1 << 26))).CompressAsync(request, CancellationToken.None)));
        }

        await InTimeAsync("reference mode", text.Length, () => Task.Run(() => PipelineChecks.CheckReferenceAsync(Requests(text).First(), [])));
        return [$"segments: about {1 << int.Log2(SegmentedText.Of(text).Segments.Count + 1)}"];
    }

    private static IEnumerable<CompressionRequest> Requests(string text)
    {
        var counter = Counters.Find("gpt-4o")!;
        yield return new CompressionRequest { Contexts = [text], Counter = counter, Rate = 0.3, Protect = ProtectionRules.Default, ForceTokens = [".", "\n"], DropConsecutive = true, Explain = true };
        yield return new CompressionRequest
        {
            Contexts = [text, text[..(text.Length / 2)]],
            Counter = counter,
            TargetTokens = 500,
            Question = text[..Math.Min(text.Length, 1_000)],
            ForceReserveDigit = true,
            ContextFilter = new ContextFilter { MaxTokens = 1_000 },
        };
    }

    private static async Task InTimeAsync(string what, int length, Func<Task> act)
    {
        var work = act();
        try
        {
            await work.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            throw new FuzzException($"{what} is not done with {length} characters after {Patience.TotalSeconds} s");
        }
    }
}

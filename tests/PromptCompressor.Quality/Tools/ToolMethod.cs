using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Tools;

/// <summary>A way to shrink the result of a tool to a share of its tokens.</summary>
internal sealed record ToolMethod(string Name, Func<ToolText, double, Task<string>> Compress)
{
    private const string Cut = "\n[...]\n";

    private static readonly ContentRules Sidecar = new() { Untouched = [ContentKind.Code, ContentKind.NumberedLines], Outline = false, FillBudget = false };

    /// <summary>Runs the model over every text.</summary>
    public bool IsSlow { get; private init; }

    /// <summary>The product first, as the sidecar runs it.</summary>
    public static IReadOnlyList<ToolMethod> Of(CompressionEngine engine)
    {
        var model = engine.Model(null);
        var content = engine.CompressorOf(model, CompressorNames.Content);
        var words = engine.CompressorOf(model);
        var reference = engine.CompressorOf(model, CompressorNames.Llmlingua);
        return
        [
            new("as the sidecar", (text, kept) => CompressAsync(content, Request(text, kept) with { Content = Sidecar, Question = text.Call })),
            new("budget used up", (text, kept) => CompressAsync(content, Request(text, kept) with { Question = text.Call })),
            new("nothing left out", (text, _) => Task.FromResult(ContentReducer.ReduceBlocks(text.Text, 1, new ContentOptions { CountTokens = Count, OmitRecords = false }).Text)),
            new("words, by the model", (text, kept) => CompressAsync(words, Request(text, kept))) { IsSlow = true },
            new("reference", (text, kept) => CompressAsync(reference, Request(text, kept))) { IsSlow = true },
            new("head", (text, kept) => Task.FromResult(Head(text.Text, kept * Count(text.Text)))),
            new("tail", (text, kept) => Task.FromResult(Tail(text.Text, kept * Count(text.Text)))),
            new("head and tail", (text, kept) => Task.FromResult(Head(text.Text, kept / 2 * Count(text.Text)) + Cut + Tail(text.Text, kept / 2 * Count(text.Text)))),
        ];
    }

    public static int Count(string text) => SourceText.Counter.Count(text);

    private static CompressionRequest Request(ToolText text, double kept) =>
        new() { Contexts = [text.Text], Rate = kept, Counter = SourceText.Counter, Protect = ProtectionRules.Default };

    private static async Task<string> CompressAsync(IPromptCompressor compressor, CompressionRequest request) =>
        (await compressor.CompressAsync(request, CancellationToken.None)).Joined;

    private static string Head(string text, double tokens) => text[..Longest(text.Length, length => Count(text[..length]) <= tokens)];

    private static string Tail(string text, double tokens) => text[^Longest(text.Length, length => Count(text[^length..]) <= tokens)..];

    private static int Longest(int most, Func<int, bool> fits)
    {
        var (low, high) = (0, most);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = fits(middle) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}

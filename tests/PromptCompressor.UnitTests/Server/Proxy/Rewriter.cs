using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>The sidecar's rewriting with a compressor of the test's choice, and words for tokens.</summary>
internal static partial class Rewriter
{
    public static readonly RequestOverrides NoOverrides = new();

    public static async Task<(string Body, Outcome Outcome)> RunAsync(
        string body, IPromptCompressor compressor, PolicyOptions? policy = null, ProxyOptions? options = null,
        ChatFormat format = ChatFormat.ChatCompletions, RequestOverrides? overrides = null)
    {
        var rewriter = new ConversationCompressor(
            () => new CompressionTools(compressor, new WordCounters(), 2),
            Options.Create(options ?? new ProxyOptions()),
            Options.Create(policy ?? new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0 }),
            Options.Create(new LimitsOptions()));
        var rewritten = await rewriter.RunAsync(Encoding.UTF8.GetBytes(body), format, overrides ?? NoOverrides, Tenant.Default, CancellationToken.None);
        return (Encoding.UTF8.GetString(rewritten.Body.Span), rewritten.Outcome);
    }

    /// <summary>Keeps every second word of what is not whole.</summary>
    internal sealed partial class EverySecondWord : IPromptCompressor
    {
        public string Name => "every second word";

        public ModelIdentity Model { get; } = new("none", "0");

        public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            var text = request.Contexts[0];
            var parts = request.Parts?[0] ?? [new TextPart(new TextSpan(0, text.Length), null)];
            var output = string.Concat(parts.Select(part =>
            {
                var content = text[part.Span.Start..part.Span.End];
                var word = 0;
                return part.IsWhole ? content : Word().Replace(content, match => word++ % 2 == 0 ? match.Value : "");
            }));
            return Task.FromResult(ResultOf(request, TextPart.Content(text, request.Parts?[0]), output));
        }

        [GeneratedRegex(@"\s*\S+")]
        private static partial Regex Word();
    }

    /// <summary>Returns what a function makes of a text.</summary>
    internal sealed class Becomes(Func<string, string> output) : IPromptCompressor
    {
        public string Name => "becomes";

        public ModelIdentity Model { get; } = new("none", "0");

        public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation) =>
            Task.FromResult(ResultOf(request, request.Contexts[0], output(request.Contexts[0])));
    }

    private static CompressionResult ResultOf(CompressionRequest request, string source, string output) => new()
    {
        Texts = [new CompressedText(request.Contexts[0], output, [], [])],
        Joined = output,
        OriginTokens = request.Counter.Count(source),
        CompressedTokens = request.Counter.Count(output),
        Cache = default,
        Timings = new StageTimings(),
    };

    private sealed class WordCounters : ITokenCounters, ITokenCounter
    {
        public string Name => "words";

        public bool IsExact => true;

        public IReadOnlyList<string> Known => [];

        public ITokenCounter Find(string name) => this;

        public int Count(ReadOnlySpan<char> text)
        {
            var count = 0;
            foreach (var word in text.SplitAny(" \n"))
            {
                count += text[word].IsEmpty ? 0 : 1;
            }

            return count;
        }
    }
}

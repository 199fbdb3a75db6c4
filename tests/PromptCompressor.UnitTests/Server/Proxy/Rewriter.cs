using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>The sidecar's rewriting with a compressor of the test's choice, and words for tokens.</summary>
internal static partial class Rewriter
{
    public static readonly RequestOverrides NoOverrides = new();

    /// <summary>Kinds of tests that name none: most say what the user says, and it is the shortest to write.</summary>
    public static readonly TextKind[] WithUser = [TextKind.Tool, TextKind.Document, TextKind.User];

    /// <summary>Remembers no text.</summary>
    public static readonly TreatedTexts NoMemory = new(new MemorySegmentCache(0));

    private static readonly IChatFormat[] Formats = [new ChatCompletionsFormat(), new ResponsesFormat(), new CompletionsFormat(), new MessagesFormat()];

    public static IChatFormat FormatOf(string path) => Formats.Single(format => format.Matches(path));

    public static async Task<(string Body, RewriteOutcome Outcome)> RunAsync(
        string body, IPromptCompressor compressor, PolicyOptions? policy = null, ProxyOptions? options = null,
        IChatFormat? format = null, RequestOverrides? overrides = null, IRewriteServices? services = null, LimitsOptions? limits = null)
    {
        options ??= new ProxyOptions();
        overrides ??= NoOverrides;
        policy ??= new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], EdgeTokens = 0 };
        policy.Kinds ??= WithUser;
        var rewriter = New(services ?? new Services(compressor, new WordCounter()), limits ?? new LimitsOptions());
        var request = new RewriteRequest
        {
            Conversation = ConversationReader.Read(Encoding.UTF8.GetBytes(body), format ?? new ChatCompletionsFormat(), ""),
            Planner = new Planner(policy, options.HoldOut),
            Overrides = overrides,
            Tenant = Tenant.Default,
            IsAudit = options.Mode == ProxyMode.Audit || overrides.Mode == RequestOverrides.Audit,
        };
        var rewritten = await rewriter.RunAsync(request, CancellationToken.None);
        return (Encoding.UTF8.GetString(rewritten.Body.Span), rewritten.Outcome);
    }

    /// <param name="treated">What became of texts before; null remembers nothing.</param>
    public static ConversationCompressor New(IRewriteServices services, LimitsOptions limits, RawTexts? raw = null, TreatedTexts? treated = null)
    {
        treated ??= NoMemory;
        return new(services, new TextCompression(services, treated, Options.Create(limits), NullLogger<TextCompression>.Instance, raw: raw), treated, Options.Create(limits));
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

    /// <summary>A compressor and a counter of the test's choice.</summary>
    internal sealed class Services(IPromptCompressor compressor, ITokenCounter counter) : IRewriteServices
    {
        public bool IsReady { get; init; } = true;

        public IPromptCompressor CompressorOf(bool isByContent) => compressor;

        public SoftModel? Soft => null;

        public ITokenCounter CounterOf(string llm) => counter;
    }

    /// <summary>Words are tokens. Remembers what it was asked to count.</summary>
    internal sealed class WordCounter : ITokenCounter
    {
        private readonly ConcurrentQueue<string> _counted = [];

        public string Name => "words";

        public bool IsExact => true;

        public IEnumerable<string> Counted => _counted;

        public int Count(ReadOnlySpan<char> text)
        {
            _counted.Enqueue(text.ToString());
            var count = 0;
            foreach (var word in text.SplitAny(" \n"))
            {
                count += text[word].IsEmpty ? 0 : 1;
            }

            return count;
        }
    }
}

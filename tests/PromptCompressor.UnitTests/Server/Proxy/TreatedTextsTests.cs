using System.Text;
using System.Text.Json;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>A text that was treated on an earlier turn is neither counted nor compressed again, and becomes the same as if it were.</summary>
public sealed class TreatedTextsTests
{
    private static readonly Tenant Other = new("other", "other");
    private static readonly string[] Texts = [.. Enumerable.Range(0, 4).Select(i => string.Join(' ', Enumerable.Range(i * 1000, 200)))];

    private readonly MemorySegmentCache _memory = new(1 << 20);
    private readonly CountingCompressor _compressor = new();
    private readonly Rewriter.WordCounter _counter = new();

    [Fact]
    public async Task LaterTurn_TreatsNewTextsAlone_AndSendsTheSameBytes()
    {
        await RunAsync(BodyOf(Texts[..3]));
        var counted = _counter.Counted.Count();
        var again = await RunAsync(BodyOf(Texts[..3]));
        var countedAgain = _counter.Counted.Count();
        var next = await RunAsync(BodyOf(Texts));

        Assert.Equal(4, _compressor.Calls);
        Assert.Equal(counted, countedAgain);
        Assert.Equal(await RunAsync(BodyOf(Texts[..3]), new MemorySegmentCache(0)), again);
        Assert.Equal(await RunAsync(BodyOf(Texts), new MemorySegmentCache(0)), next);
    }

    [Fact]
    public async Task TextWithoutGain_IsRemembered_AndGoesAsItCame()
    {
        _compressor.KeepsAll = true;
        var first = await RunAsync(BodyOf(Texts));
        var second = await RunAsync(BodyOf(Texts));

        Assert.Equal((BodyOf(Texts), BodyOf(Texts)), (first, second));
        Assert.Equal(4, _compressor.Calls);
    }

    [Fact]
    public async Task Namespaces_ShareNothing_AndAreClearedAlone()
    {
        await RunAsync(BodyOf(Texts[..1]));
        await RunAsync(BodyOf(Texts[..1]), tenant: Other);
        Assert.Equal(2, _compressor.Calls);

        Assert.True(_memory.Clear(Other.Namespace) > 0);
        await RunAsync(BodyOf(Texts[..1]));
        Assert.Equal(2, _compressor.Calls);
        await RunAsync(BodyOf(Texts[..1]), tenant: Other);
        Assert.Equal(3, _compressor.Calls);
    }

    [Fact]
    public async Task Memory_StaysWithinItsBound()
    {
        for (var i = 0; i < 400; i++)
        {
            await RunAsync(BodyOf([string.Join(' ', Enumerable.Range(i * 100_000, 1000))]));
        }

        Assert.InRange(_memory.Bytes, _memory.MaxBytes / 2, _memory.MaxBytes);
    }

    [Fact]
    public async Task WhateverAResultDependsOn_TellsItFromOthers()
    {
        var request = new CompressionRequest { Contexts = [Texts[0]], Rate = 0.5, Counter = _counter };
        CompressionRequest[] others =
        [
            request with { Contexts = [Texts[1]] },
            request with { Rate = 0.6 },
            request with { Rate = null, TargetTokens = 100 },
            request with { Question = "" },
            request with { Question = "total" },
            request with { Content = new ContentRules { Untouched = [ContentKind.Csv] } },
            request with { Parts = [[new TextPart(new TextSpan(0, Texts[0].Length), null)]] },
            request with { Parts = [[new TextPart(new TextSpan(0, Texts[0].Length), 0.5)]] },
            request with { Ticket = new AdmissionTicket(Other) },
            request with { Counter = new OtherCounter(_counter) },
        ];
        var treated = new TreatedTexts(_memory);
        foreach (var one in others.Prepend(request))
        {
            await treated.GetAsync(one, _compressor, CancellationToken.None);
        }

        await treated.GetAsync(request, new CountingCompressor { Model = new ModelIdentity("another", "0") }, CancellationToken.None);
        Assert.Equal(1 + others.Length, _compressor.Calls);

        await treated.GetAsync(request, _compressor, CancellationToken.None);
        Assert.Equal(1 + others.Length, _compressor.Calls);
        Assert.Equal(2 + others.Length, _memory.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("what is left, ä € 𝄞\r\n\0")]
    public void TreatedText_IsTheSame_AfterItWasRemembered(string? text)
    {
        BlockOutcome[] blocks = [new(ContentKind.Log, new TextSpan(0, 70_000), ["terminal_text", "records"], false, 12, 900, 100), new(ContentKind.Prose, new TextSpan(70_000, 70_001), [], true, 0, 1, 1)];
        foreach (var treated in new[] { new TreatedText(text, 901, 101, blocks), new TreatedText(text, 5, 4, []), new TreatedText(text, 5, 4, null) })
        {
            Assert.Equivalent(treated, TreatedText.Of(treated.ToBytes()), strict: true);
        }
    }

    private async Task<string> RunAsync(string body, MemorySegmentCache? memory = null, Tenant? tenant = null)
    {
        var (compressor, counter) = memory is null ? (_compressor, _counter) : (new CountingCompressor { KeepsAll = _compressor.KeepsAll }, new Rewriter.WordCounter());
        var rewriter = Rewriter.New(new Rewriter.Services(compressor, counter), new LimitsOptions(), treated: new TreatedTexts(memory ?? _memory));
        var rewritten = await rewriter.RunAsync(
            new RewriteRequest
            {
                Conversation = ConversationReader.Read(Encoding.UTF8.GetBytes(body), new ChatCompletionsFormat(), ""),
                Planner = new Planner(new PolicyOptions { Ranges = [new() { MinTokens = 5, Rate = 0.5 }], Prices = [new() { Model = "*", Input = 10, CachedInput = 10 }] }),
                Overrides = new RequestOverrides(),
                Tenant = tenant ?? Tenant.Default,
            },
            TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(rewritten.Body.Span);
    }

    private static string BodyOf(string[] texts) =>
        $$"""{"messages":[{"role":"system","content":{{JsonSerializer.Serialize(Texts[0])}}},{{string.Join(',', texts.Select(text => $$"""{"role":"tool","content":{{JsonSerializer.Serialize(text)}}}"""))}}]}""";

    /// <summary>Keeps every second word, or all of them.</summary>
    private sealed class CountingCompressor : IPromptCompressor
    {
        private readonly Rewriter.EverySecondWord _half = new();
        private readonly Rewriter.Becomes _whole = new(text => text);
        private int _calls;

        public string Name => "counting";

        public ModelIdentity Model { get; init; } = new("none", "0");

        public bool KeepsAll { get; set; }

        public int Calls => _calls;

        public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _calls);
            return KeepsAll ? _whole.CompressAsync(request, cancellation) : _half.CompressAsync(request, cancellation);
        }
    }

    private sealed class OtherCounter(ITokenCounter counter) : ITokenCounter
    {
        public string Name => "other";

        public bool IsExact => true;

        public int Count(ReadOnlySpan<char> text) => counter.Count(text);
    }
}

using CsCheck;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.TestSupport;
using PromptCompressor.UnitTests.Core.Text.Protection;
using PromptCompressor.UnitTests.Core.Text.Protection.Rules;
using PromptCompressor.UnitTests.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>Generators of requests to the pipeline.</summary>
internal static class CompressionRequests
{
    private static readonly string?[] SomeQuestions = [null, null, "?", "When did Anna launch the payment?", "支払いデータ", "why"];

    private static readonly Gen<string?> Questions = Gen.Int[0, SomeQuestions.Length - 1].Select(i => SomeQuestions[i]);

    private static readonly string[] Tags = ["", "", "<llmlingua, rate=0.2>", "<llmlingua, rate=0.7>", "<llmlingua, compress=False>"];

    private static readonly string[] Kinds = ["prose", "markdown", "code", "logs", "chinese"];

    /// <summary>Pages of one kind, as long as several segments.</summary>
    private static readonly Gen<string> Pages = Gen.Select(Gen.Int[0, Kinds.Length - 1], Gen.Int[1, 12], Gen.Int[0, 20]).Select((kind, count, skipped) =>
        string.Join(SampleTexts.SeparatorOf(Kinds[kind]), SampleTexts.Paragraphs(Kinds[kind], skipped + count)[skipped..]));

    private static readonly Gen<string> PlainContexts = Gen.Frequency(
        (4, TextGen.Any),
        (3, ArbitraryText.Strings),
        (1, Pages),
        (1, JsonGen.Value),
        (1, TableGen.Table),
        (1, Gen.OneOf(TextGen.Any, JsonGen.Value, TableGen.Table, Pages).Array[2, 4].Select(parts => string.Join("\n\n", parts))));

    private static readonly Gen<string> Contexts = Gen.Frequency(
        (2, PlainContexts),
        (1, Gen.Select(PlainContexts, Gen.Int[0, Tags.Length - 1]).Array[1, 5].Select(parts =>
            string.Concat(parts.Select(part => Tags[part.Item2] + part.Item1 + (part.Item2 > 1 ? "</llmlingua>" : ""))))));

    /// <summary>One token a character: every budget is met to the character.</summary>
    public static ITokenCounter Characters { get; } = new CharacterCounter();

    public static Gen<CompressionRequest> Any { get; } =
        Gen.Select(Contexts.Array[1, 4], Gen.Double[0.01, 1], Gen.Int[1, 60], Gen.Int[0, 31], Questions).Select((contexts, rate, target, flags, question) => new CompressionRequest
        {
            Contexts = contexts,
            Parts = PartsOf(contexts),
            Question = question,
            Counter = Characters,
            Rate = (flags & 17) == 0 ? rate : null,
            TargetTokens = (flags & 1) == 1 ? target : null,
            MinProbability = (flags & 2) == 0 ? 0 : 0.4,
            Protect = (flags & 4) == 0 ? ProtectionRules.Default : [],
            ForceTokens = (flags & 8) == 0 ? [] : ["launch", ".", "\n"],
            DropConsecutive = (flags & 8) == 8,
            ForceReserveDigit = target % 4 == 0,
            Before = (flags & 6) == 6 ? "Answer briefly." : null,
            After = (flags & 6) == 2 ? question : null,
            ContextFilter = target % 3 > 0 ? null : new ContextFilter { MaxContexts = flags % 16 / 4, Rate = rate, Forced = [flags % 4] },
        });

    /// <summary>One order of words decides alone: no question moves them, no part has a rate of its own, and there is less room than text.</summary>
    public static Gen<CompressionRequest> Ordered { get; } = Gen.Select(Any, PlainContexts.Array[1, 3], Gen.Double[0.2, 0.9], (any, contexts, rate) => any with
    {
        Contexts = contexts,
        Parts = null,
        Question = null,
        After = null,
        Rate = rate,
        TargetTokens = null,
        ContextFilter = null,
    });

    /// <summary>One context at least has a tag.</summary>
    public static Gen<CompressionRequest> Tagged { get; } = Gen.Select(Any, PlainContexts, Gen.Int[2, Tags.Length - 1], (any, inside, tag) =>
    {
        string[] contexts = [.. any.Contexts, Tags[tag] + inside + "</llmlingua>"];
        return any with { Contexts = contexts, Parts = PartsOf(contexts) };
    });

    public static IReadOnlyList<TextPart>?[]? PartsOf(IReadOnlyList<string> contexts)
    {
        var all = contexts.Select(context => LlmlinguaTags.Read(context, out var parts) is null ? parts : throw new ArgumentException(context)).ToArray();
        return Array.TrueForAll(all, parts => parts is null) ? null : all;
    }

    private sealed class CharacterCounter : ITokenCounter
    {
        public string Name => "characters";

        public bool IsExact => true;

        public int Count(ReadOnlySpan<char> text) => text.Length;
    }
}

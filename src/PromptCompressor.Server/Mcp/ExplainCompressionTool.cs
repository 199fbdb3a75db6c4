using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Explain;
using PromptCompressor.Server.Limits;
using ContentBlock = PromptCompressor.Server.Compress.ContentBlock;

namespace PromptCompressor.Server.Mcp;

/// <summary>Marks in the text itself what was dropped: a model reads that in the tokens of the text, not in fields for every word.</summary>
internal sealed class ExplainCompressionTool(ExplainService service, ProblemMapper problems, IOptions<LimitsOptions> limits) : CompressionTool(
    "explain_compression",
    "Explain compression",
    "Shows what compress_context would do to a text with the same arguments, and why: the text with the dropped words and lines in ⟦double brackets⟧, the token counts, what became of each "
    + "block of the text, the keep probability that was enough, and how many words and lines were kept or dropped for which reason. Use it to find a good rate or to learn why something was lost.",
    problems,
    limits.Value)
{
    protected override async Task<CallToolResult> AnswerAsync(JsonElement arguments, CancellationToken cancellation)
    {
        var explanation = await service.ExplainAsync(arguments, null, cancellation);
        var result = explanation.Result;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Kept {result.CompressedTokens} of {result.OriginTokens} tokens");
        text.Append(result.Skipped is { } skipped ? $"; nothing was dropped ({skipped}).\n" : ".\n");
        foreach (var warning in result.Warnings)
        {
            text.Append(warning).Append('\n');
        }

        var sources = SourcesOf(arguments);
        for (var i = 0; i < explanation.Texts.Count; i++)
        {
            Append(text, explanation.Texts[i], result.Blocks?[i] ?? [], sources[i]);
        }

        return new CallToolResult { Content = [new TextContentBlock { Text = text.ToString() }] };
    }

    private static void Append(StringBuilder output, ExplainedText text, IReadOnlyList<ContentBlock> blocks, string source)
    {
        foreach (var block in blocks.Where(block => block.OriginTokens > 0))
        {
            var methods = block.Methods.Count == 0 ? "as it came" : string.Join(", ", block.Methods);
            output.Append(CultureInfo.InvariantCulture, $"\n{block.Kind}, {block.OriginTokens} -> {block.CompressedTokens} tokens: {methods}");
            output.Append(block.OmittedRecords > 0 ? $"; {block.OmittedRecords.ToString(CultureInfo.InvariantCulture)} records left out." : block.Lossless ? "; nothing is lost." : ".");
        }

        var reasons = text.Words.CountBy(word => word.Reason).ToDictionary(StringComparer.Ordinal);
        var counts = reasons.OrderByDescending(reason => reason.Value).Select(reason => $"{reason.Key} {reason.Value}").DefaultIfEmpty("none");
        output.Append(CultureInfo.InvariantCulture, $"\nWords: {string.Join(", ", counts)}.");

        // Parts between tags have thresholds of their own.
        if (text.Threshold is { } threshold && reasons.ContainsKey(ExplainWireNames.Of(WordReason.Kept)) && !reasons.ContainsKey(ExplainWireNames.Of(WordReason.Tag)))
        {
            output.Append(CultureInfo.InvariantCulture, $" Words with a keep probability of {threshold} or more were kept.");
        }

        output.Append("\n\n");
        var end = 0;
        for (var i = 0; i < text.Words.Count; i++)
        {
            if (text.Words[i].Kept)
            {
                continue;
            }

            var start = text.Words[i].Start;
            while (i + 1 < text.Words.Count && !text.Words[i + 1].Kept)
            {
                i++;
            }

            output.Append(source, end, start - end).Append('⟦').Append(source, start, text.Words[i].End - start).Append('⟧');
            end = text.Words[i].End;
        }

        output.Append(source, end, source.Length - end).Append('\n');
    }

    /// <summary>The texts that positions in the explanation refer to.</summary>
    private static string[] SourcesOf(JsonElement arguments) => arguments.GetProperty("context") is { ValueKind: JsonValueKind.Array } texts
        ? [.. texts.EnumerateArray().Select(text => text.GetString()!)]
        : [arguments.GetProperty("context").GetString()!];
}

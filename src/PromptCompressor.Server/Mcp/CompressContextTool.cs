using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Mcp;

internal sealed class CompressContextTool(CompressService service, ProblemMapper problems, IOptions<LimitsOptions> limits) : CompressionTool(
    "compress_context",
    "Compress context",
    "Makes a long text shorter before a language model reads it. Of prose it drops the words that carry least and keeps the others as they are and in order, so that it reads like a "
    + "telegram; numbers, names and URLs stay whole. Logs, JSON, tables, diffs, code, web pages and other structure lose whole lines, rows, elements or bodies, never parts of them: errors and failures stay, JSON "
    + "stays valid, and marks such as [41 lines omitted] stand where something was left out. Use it for long documents, logs, transcripts and tool results, not for texts to be quoted or edited. "
    + "Returns the compressed text and, as structured content, its token counts and what became of each block of the text.",
    problems,
    limits.Value)
{
    protected override async Task<CallToolResult> AnswerAsync(JsonElement arguments, CancellationToken cancellation)
    {
        var response = await service.CompressAsync(arguments, new CompressScope(), cancellation);
        var result = new CompressedContext
        {
            CompressedPrompt = response.CompressedPrompt,
            OriginTokens = response.OriginTokens,
            CompressedTokens = response.CompressedTokens,
            SavedTokens = response.SavedTokens,
            Blocks = response.Blocks,
            Originals = response.Originals,
            Skipped = response.Skipped,
            Warnings = response.Warnings,
        };
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = response.CompressedPrompt ?? "" }],
            StructuredContent = JsonSerializer.SerializeToElement(result, McpJsonContext.Wire.CompressedContext),
        };
    }
}

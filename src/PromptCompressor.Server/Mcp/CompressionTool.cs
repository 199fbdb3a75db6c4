using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Mcp;

/// <summary>
/// A tool whose arguments are the fields of <c>/v1/compress</c>, read and checked by what reads and checks them there. What is wrong is told as
/// the tool's answer, field by field, so that a model can mend its call.
/// </summary>
internal abstract class CompressionTool(string name, string title, string description, ProblemMapper problems, LimitsOptions limits) : McpServerTool
{
    public override Tool ProtocolTool { get; } = new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = ArgumentsSchema.Of(limits),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true, DestructiveHint = false, OpenWorldHint = false },
    };

    public override IReadOnlyList<object> Metadata { get; } = [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        try
        {
            var arguments = request.Params?.Arguments ?? new Dictionary<string, JsonElement>();
            CheckText(arguments);
            return await AnswerAsync(JsonSerializer.SerializeToElement(arguments, McpJsonContext.Wire.IDictionaryStringJsonElement), cancellationToken);
        }
        catch (Exception e) when (e is InvalidRequestException or CompressionException)
        {
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = problems.TextOf(e) }] };
        }
    }

    /// <exception cref="InvalidRequestException">Arguments are wrong.</exception>
    /// <exception cref="CompressionException">It cannot be answered.</exception>
    protected abstract Task<CallToolResult> AnswerAsync(JsonElement arguments, CancellationToken cancellation);

    /// <summary>A text, and not the one field of <c>/v1/compress</c> that changes what the answer is.</summary>
    private static void CheckText(IDictionary<string, JsonElement> arguments)
    {
        var errors = new FieldErrors();
        if (arguments.ContainsKey("messages"))
        {
            errors.Add("messages", "is not an argument of this tool; give the text as context.");
        }
        else if (!arguments.TryGetValue("context", out var context) || context.ValueKind == JsonValueKind.Null)
        {
            errors.Add("context", "is required: a text or a list of texts.");
        }

        errors.ThrowIfAny();
    }
}

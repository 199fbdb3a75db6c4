using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.Server.Mcp;

/// <summary>Gives a model the original of a compressed text. It is offered only where originals are kept: a tool that always fails costs tokens for nothing.</summary>
internal sealed class RetrieveOriginalTool(OriginalReader reader, ProblemMapper problems) : McpServerTool
{
    private const string Schema = """
        {
          "type": "object",
          "properties": {
            "hash": { "type": "string", "description": "The 24 hexadecimal digits behind hash= in a mark." },
            "search": { "type": "string", "description": "Only lines that contain this text, regardless of case, with their numbers." },
            "first_line": { "type": "integer", "minimum": 1, "description": "Number of the first line, from 1." },
            "last_line": { "type": "integer", "minimum": 1, "description": "Number of the last line." }
          },
          "required": ["hash"]
        }
        """;

    public override Tool ProtocolTool { get; } = new()
    {
        Name = "retrieve_original",
        Title = "Retrieve original",
        Description = "Returns the text as it was before it was shortened: for a mark such as [41 lines omitted. Retrieve more: hash=0123456789abcdef01234567], where what was left out is needed. "
            + "The hash names a text and is no file. Ask for lines or search where the text is long. An original is kept for a limited time.",
        InputSchema = JsonElement.Parse(Schema),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true, DestructiveHint = false, OpenWorldHint = false },
    };

    public override IReadOnlyList<object> Metadata { get; } = [];

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        try
        {
            var found = await reader.ReadAsync(QueryOf(request.Params?.Arguments ?? new Dictionary<string, JsonElement>()), cancellationToken);
            return new CallToolResult
            {
                Content = [new TextContentBlock { Text = TextOf(found) }],
                StructuredContent = JsonSerializer.SerializeToElement(found, OriginalsJsonContext.Wire.OriginalResponse),
            };
        }
        catch (Exception e) when (e is InvalidRequestException or CompressionException or NotFoundException)
        {
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = problems.TextOf(e) }] };
        }
    }

    /// <exception cref="InvalidRequestException">An argument is missing, unknown or of another type.</exception>
    private static OriginalQuery QueryOf(IDictionary<string, JsonElement> arguments)
    {
        var errors = new FieldErrors();
        var query = new OriginalQuery { Hash = "" };
        foreach (var (name, value) in arguments.Where(argument => argument.Value.ValueKind != JsonValueKind.Null))
        {
            query = name switch
            {
                "hash" => query with { Hash = Text() },
                "search" => query with { Search = Text() },
                "first_line" => query with { FirstLine = Whole() },
                "last_line" => query with { LastLine = Whole() },
                _ => Wrong("is not an argument of this tool.", query),
            };

            string Text() => value.ValueKind == JsonValueKind.String ? value.GetString()! : Wrong("must be a string.", "");

            int Whole() => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Wrong("must be a whole number.", 1);

            T Wrong<T>(string message, T instead)
            {
                errors.Add(name, message);
                return instead;
            }
        }

        errors.ThrowIfAny();
        return query;
    }

    private static string TextOf(OriginalResponse found)
    {
        var text = found.OriginalContent ?? (found.Matches is [] ? "No line matches." : string.Join('\n', found.Matches!.Select(match => FormattableString.Invariant($"{match.Line}: {match.Text}"))));
        var rest = found.EndsWithinLine ? "\n[this line goes on; a search finds parts of it]" : "";
        var more = found.NextLine is { } next ? FormattableString.Invariant($"\n[more from line {next} of {found.Lines}]") : "";
        return text + rest + more;
    }
}

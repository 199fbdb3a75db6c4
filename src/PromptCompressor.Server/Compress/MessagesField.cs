using Microsoft.OpenApi;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Compress;

/// <summary>A list of chat messages, bounded by the texts that it holds.</summary>
internal sealed class MessagesField(string name, string summary) : Field<CompressRequest, IReadOnlyList<ChatMessage>>(name, summary)
{
    public override string Type => "list of messages";

    public override string BoundsIn(LimitsOptions limits) => $"1 to {Limit.Contexts.In(limits)} texts ({Limit.Contexts.Name})";

    protected override IReadOnlyList<ChatMessage>? ValueOf(JsonInput source) => ChatMessageReader.Read(source);

    protected override IEnumerable<FieldError> Check(IReadOnlyList<ChatMessage> value, LimitsOptions limits)
    {
        var texts = value.Sum(message => Math.Max(1, message.Texts.Count));
        return value.Count == 0 ? [new FieldError(Name, "must not be an empty list.")]
            : Limit.Contexts.Complaint(texts, "texts", limits) is { } complaint ? [new FieldError(Name, complaint)]
            : [];
    }

    protected override void DrawType(OpenApiSchema schema, LimitsOptions limits)
    {
        schema.Type = JsonSchemaType.Array;
        schema.MinItems = 1;
        schema.MaxItems = Limit.Contexts.In(limits);
    }
}

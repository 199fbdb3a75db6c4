using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress.Reading;

/// <summary>From JSON to <see cref="CompressRequest"/>: names and types. What the values must be is the planner's to say.</summary>
internal static class CompressRequestReader
{
    /// <summary>Stands for the whole request where no field is at fault.</summary>
    public const string WholeRequest = "$";

    public static CompressRequest Read(JsonElement source, FieldErrors errors)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            errors.Add(WholeRequest, JsonKinds.Mismatch("an object", source));
            return new CompressRequest();
        }

        var fields = new JsonFields(source, errors);
        var request = new CompressRequest
        {
            Context = fields.TextOrTexts("context"),
            Messages = ChatMessageReader.Read(fields.Any("messages"), errors),
            UseTags = fields.Flag("use_tags"),
            Question = fields.Text("question"),
            Instruction = fields.Text("instruction"),
            ConcateQuestion = fields.Flag("concate_question"),
            UseContextLevelFilter = fields.Flag("use_context_level_filter"),
            TargetContext = fields.Whole("target_context"),
            ContextLevelRate = fields.Number("context_level_rate"),
            ContextLevelTargetToken = fields.Whole("context_level_target_token"),
            ForceContextIds = fields.Wholes("force_context_ids"),
            Rate = fields.Number("rate"),
            TargetToken = fields.Whole("target_token"),
            Tokenizer = fields.Text("tokenizer"),
            Model = fields.Text("model"),
            Mode = fields.Text("mode"),
            ForceTokens = fields.Texts("force_tokens"),
            ForceReserveDigit = fields.Flag("force_reserve_digit"),
            DropConsecutive = fields.Flag("drop_consecutive"),
            MinScore = fields.Number("min_score"),
            Protect = fields.Texts("protect"),
            ReturnSpans = fields.Flag("return_spans"),
            ReturnWordLabel = fields.Flag("return_word_label"),
        };
        fields.RefuseOthers(LlmlinguaFields.AdviceOn);
        return request;
    }
}

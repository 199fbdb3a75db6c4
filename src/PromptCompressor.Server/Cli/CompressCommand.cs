using System.CommandLine;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Cli;

internal static class CompressCommand
{
    public const string Name = "compress";

    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "Text in UTF-8; standard input if absent.", Arity = ArgumentArity.ZeroOrOne };
        var question = new Option<string?>("--question") { Description = "What the reader wants to know: sentences that have to do with it keep more." };
        var noTags = new Option<bool>("--no-tags") { Description = "Take <llmlingua, rate=0.4>...</llmlingua> as text like any other." };
        var rate = NumberOptions.Number("--rate", "Share of the tokens to keep, above 0 and at most 1. Default 0.5.");
        var target = NumberOptions.Whole("--target-token", "Tokens of the output at most; wins over --rate.");
        var minScore = NumberOptions.Number("--min-score", "Drop words that the model finds less probable, 0 to 1.");
        var model = new Option<string?>("--model") { Description = "The compressing model. Default: Engine:DefaultModel." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Whose tokens are counted, such as gpt-4o. Default o200k_base." };
        var force = new Option<string[]?>("--force-token") { Description = "A string whose every occurrence stays, but for marks inside a protected number, address or table row. May be repeated." };
        var digits = new Option<bool>("--force-reserve-digit") { Description = "Keep every word with a digit." };
        var consecutive = new Option<bool>("--drop-consecutive") { Description = "Of equal force tokens in a row keep only the first." };
        var protect = new Option<string[]?>("--protect") { Description = "Text to keep whole: a rule's name, all, none, or a /regular expression/. May be repeated. Default: the usual rules." };
        var json = new Option<bool>("--json") { Description = "Write the whole response as JSON." };

        var command = new Command(Name, "Compress a text: result on standard output, all else on standard error.")
        {
            file, question, noTags, rate, target, minScore, model, tokenizer, force, digits, consecutive, protect, json,
        };
        command.SetAction((parsed, cancellation) => CompressRun.RunAsync(
            parsed.GetValue(file),
            new CompressRequest
            {
                Question = parsed.GetValue(question),
                UseTags = !parsed.GetValue(noTags),
                Rate = parsed.GetValue(rate),
                TargetToken = parsed.GetValue(target),
                MinScore = parsed.GetValue(minScore),
                Model = parsed.GetValue(model),
                Tokenizer = parsed.GetValue(tokenizer),
                ForceTokens = parsed.GetValue(force) is { Length: > 0 } forced ? forced : null,
                ForceReserveDigit = parsed.GetValue(digits),
                DropConsecutive = parsed.GetValue(consecutive),
                Protect = parsed.GetValue(protect) is { Length: > 0 } rules ? rules : null,
            },
            parsed.GetValue(json),
            cancellation));
        return command;
    }
}

using System.CommandLine;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Cli;

/// <summary>A field of <c>/v1/compress</c> as an option.</summary>
/// <param name="Option">The option.</param>
/// <param name="Set">The request with what the option was given, if it was.</param>
internal sealed record FieldOption(Option Option, Func<CompressRequest, ParseResult, CompressRequest> Set);

/// <summary>The fields of <c>/v1/compress</c> that have an option.</summary>
internal static class FieldOptions
{
    public static IReadOnlyList<FieldOption> All() => [.. CompressRequest.Fields.All.Where(field => field.Option is not null).Select(Of)];

    /// <summary>From <c>force_tokens[1]</c> to <c>--force-token</c>.</summary>
    public static string NameOf(string path)
    {
        var name = path.Split('[')[0];
        return CompressRequest.Fields.All.FirstOrDefault(field => field.Name == name)?.Option ?? "--" + name.Replace('_', '-');
    }

    private static FieldOption Of(Field<CompressRequest> field) => field switch
    {
        NumberField<CompressRequest> number => Of(number, NumberOptions.Number(field.Option!, HelpOf(field)), value => value),
        WholeField<CompressRequest> whole => Of(whole, NumberOptions.Whole(field.Option!, HelpOf(field)), value => value),
        FlagField<CompressRequest> flag => Of(flag, Make<bool>(field), value => value ? true : null),
        TextsField<CompressRequest> texts => Of(texts, Make<string[]?>(field, " May be repeated."), value => value is [] ? null : value),
        Field<CompressRequest, string> text => Of(text, Make<string?>(field), value => value),
        _ => throw new InvalidOperationException($"No option has values of the kind of {field.Name}."),
    };

    private static Option<T> Make<T>(Field<CompressRequest> field, string more = "") => new(field.Option!) { Description = HelpOf(field) + more };

    private static FieldOption Of<TValue, TOption>(
        Field<CompressRequest, TValue> field, Option<TOption> option, Func<TOption?, TValue?> valueOf) =>
        new(option, (request, parsed) => valueOf(parsed.GetValue(option)) is { } value ? field.Set(request, value) : request);

    /// <summary>Fields go by the names of their options, and nothing is marked as code.</summary>
    private static string HelpOf(Field<CompressRequest> field)
    {
        var text = field.Summary;
        foreach (var other in CompressRequest.Fields.All.Where(other => other.Option is not null))
        {
            text = text.Replace($"`{other.Name}`", other.Option, StringComparison.Ordinal);
        }

        var isNumber = field is NumberField<CompressRequest> or WholeField<CompressRequest>;
        var bounds = isNumber ? $" Range: {field.BoundsIn(new LimitsOptions())}." : "";
        var preset = field is Field<CompressRequest, string> { Default: { } value } ? $" Default {value}." : "";
        return text.Replace("`", "", StringComparison.Ordinal) + bounds + preset;
    }
}

using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>The rules that a request's <c>protect</c> names.</summary>
internal static class ProtectField
{
    /// <param name="entries">Null for the default rules.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="errors">Told what is wrong.</param>
    /// <param name="field">Name of the field.</param>
    public static IReadOnlyList<IProtectionRule> Parse(IReadOnlyList<string>? entries, int limit, FieldErrors errors, string field = "protect")
    {
        if (entries?.Count > limit)
        {
            errors.Add(field, $"has {entries.Count} entries, and may have {limit} (Limits:ProtectEntries).");
            return [];
        }

        var selection = ProtectionRules.Parse(entries);
        foreach (var error in selection.Errors.Where(error => !errors.Has(FieldOf(field, error))))
        {
            errors.Add(FieldOf(field, error), error.Message + ".");
        }

        return selection.Rules;
    }

    private static string FieldOf(string field, ProtectionError error) => $"{field}[{error.Index}]";
}

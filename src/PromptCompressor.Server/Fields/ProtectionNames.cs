using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Fields;

/// <summary>The rules that a field names, such as <c>protect</c>.</summary>
internal static class ProtectionNames
{
    /// <param name="field">Name of the field.</param>
    /// <param name="entries">Null for the default rules.</param>
    /// <param name="time">What regexes share with those of other requests in the same call.</param>
    public static Resolved<IReadOnlyList<IProtectionRule>> Resolve(string field, IReadOnlyList<string>? entries, RegexTime? time = null)
    {
        // How many there may be is checked with the field.
        if (entries?.Count > ProtectionRules.MaxEntries)
        {
            return new([]);
        }

        var selection = ProtectionRules.Parse(entries, time);
        return new(selection.Rules, [.. selection.Errors.Select(error => new FieldError($"{field}[{error.Index}]", error.Message + "."))]);
    }
}

using System.Collections.Frozen;
using PromptCompressor.Core.Text.Protection.Markdown;

namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>The built-in rules by name, and the reading of a request's <c>protect</c> list.</summary>
public static class ProtectionRules
{
    /// <summary>In a list by itself: nothing is protected.</summary>
    public const string None = "none";

    /// <summary>Every built-in rule; regexes may stand beside it.</summary>
    public const string All = "all";

    /// <summary>Entries a list may have; each rule reads the whole text.</summary>
    public const int MaxEntries = 32;

    // The order decides which rule names a span that two rules found.
    private static readonly IProtectionRule[] BuiltIn =
    [
        new CodeFenceRule(),
        new JsonRule(),
        new MarkdownTableRule(),
        new InlineCodeRule(),
        new UrlRule(),
        new EmailRule(),
        new NumberRule(),
        new IdentifierRule(),
    ];

    public static FrozenDictionary<string, IProtectionRule> ByName { get; } =
        BuiltIn.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>What runs when a request says nothing: every built-in rule.</summary>
    public static IReadOnlyList<IProtectionRule> Default { get; } = Array.AsReadOnly(BuiltIn);

    /// <summary>
    /// Reads names, <c>all</c>, <c>none</c> and regexes written <c>/.../</c>. No list at all means <see cref="Default"/>; an empty one means no
    /// protection. Never throws: every wrong entry is reported.
    /// </summary>
    /// <param name="entries">The list.</param>
    /// <param name="time">What the regexes share with others; by default they have their own.</param>
    public static ProtectionSelection Parse(IReadOnlyList<string?>? entries, RegexTime? time = null)
    {
        if (entries is null)
        {
            return new ProtectionSelection(Default, []);
        }

        if (entries.Count > MaxEntries)
        {
            return new ProtectionSelection([], [new(MaxEntries, $"protect has {entries.Count} entries; at most {MaxEntries} are allowed")]);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var regexes = new Dictionary<string, IProtectionRule>(StringComparer.Ordinal);
        time ??= new RegexTime();
        var errors = new List<ProtectionError>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (ReadEntry(entries[i], entries.Count, names, regexes, time) is { } error)
            {
                errors.Add(new ProtectionError(i, error));
            }
        }

        var chosen = BuiltIn.Where(rule => names.Contains(All) || names.Contains(rule.Name));
        return new ProtectionSelection([.. chosen, .. regexes.Values], errors);
    }

    private static string? ReadEntry(string? entry, int count, HashSet<string> names, Dictionary<string, IProtectionRule> regexes, RegexTime time)
    {
        if (entry is ['/', .. var pattern, '/'])
        {
            if (!RegexRule.TryCreate(pattern, time, out var rule, out var error))
            {
                return $"'{Shorten(entry)}' {error}";
            }

            regexes.TryAdd(pattern, rule);
            return null;
        }

        if (entry == None)
        {
            return count == 1 ? null : $"'{None}' must stand alone";
        }

        if (entry is null || (entry != All && !ByName.ContainsKey(entry)))
        {
            return $"'{Shorten(entry ?? "null")}' is not known; use {None}, {All}, a regex written /.../, or one of: "
                + string.Join(", ", BuiltIn.Select(rule => rule.Name));
        }

        names.Add(entry);
        return null;
    }

    /// <summary>An error shows enough of the entry to find it, not the kilobytes a caller may have put there.</summary>
    private static string Shorten(string entry)
    {
        const int shown = 40;
        return entry.Length <= shown ? entry : string.Concat(entry.AsSpan(0, shown), "…");
    }
}

/// <summary>A wrong entry of a <c>protect</c> list.</summary>
/// <param name="Index">Its place in the list, from 0.</param>
/// <param name="Message">What is wrong with it, beginning with the entry itself; no full stop.</param>
public readonly record struct ProtectionError(int Index, string Message);

/// <summary>What a request's <c>protect</c> field asks for. With errors, <see cref="Rules"/> holds only what could be read.</summary>
/// <param name="Rules">The rules to run, without repetition, in the order of the registry.</param>
/// <param name="Errors">One sentence for each wrong entry.</param>
public sealed record ProtectionSelection(IReadOnlyList<IProtectionRule> Rules, IReadOnlyList<ProtectionError> Errors)
{
    public bool IsValid => Errors.Count == 0;
}

using System.Collections.Frozen;
using System.Text.Json;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Server.Fields;

/// <summary>What texts are, on the wire.</summary>
internal static class ContentNames
{
    /// <summary>Each block of a text is taken as what it is.</summary>
    public const string Auto = "auto";

    /// <summary>Every text is prose.</summary>
    public const string Prose = "prose";

    private static readonly FrozenDictionary<string, ContentKind> Kinds = Enum.GetValues<ContentKind>()
        .Where(kind => kind is not (ContentKind.Unknown or ContentKind.Prose))
        .ToFrozenDictionary(Of, StringComparer.Ordinal);

    /// <summary>What a request may name.</summary>
    public static IReadOnlyList<string> All { get; } = [Auto, Prose, .. Kinds.OrderBy(kind => kind.Value).Select(kind => kind.Key)];

    public static string Of(ContentKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <returns>Null for a name that is none of one kind.</returns>
    public static ContentKind? KindOf(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}

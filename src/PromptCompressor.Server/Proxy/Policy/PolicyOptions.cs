using System.ComponentModel.DataAnnotations;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>
/// Which texts are compressed, and how far. What a text becomes depends on the text and these options alone, so that the provider's prompt cache
/// still finds it, except where an option says otherwise.
/// </summary>
internal sealed class PolicyOptions : IValidatableObject
{
    public const string SectionName = "Proxy:Policy";

    /// <summary>Not what users say: rules and questions stand there, and a word less can turn a rule into its opposite.</summary>
    private static readonly TextKind[] DefaultKinds = [TextKind.Tool, TextKind.Document];

    private static readonly SizeRange[] DefaultRanges = [new() { MinTokens = 300, Rate = CompressPlanner.DefaultRate }];

    /// <summary>Kinds of text that are compressed, out of <c>Tool</c>, <c>Document</c>, <c>User</c> and <c>Assistant</c>; default the first two. Instructions never are.</summary>
    public TextKind[]? Kinds { get; set; }

    /// <summary>
    /// How far texts of a size are compressed; smaller ones than the first range says are left alone. Default: from 300 tokens on, half. Ranges may name a kind of text
    /// and the holder of an API key: where any fits a text so closely, none that fits it less closely counts. Where none fits, the default holds.
    /// </summary>
    public SizeRange[]? Ranges { get; set; }

    /// <summary>
    /// Tools whose results go on as they came, by name, <c>*</c> and <c>?</c> as in file names, besides those of known agents that read and edit files. What stands before a name, as in
    /// <c>mcp__files__read_file</c>, need not be named.
    /// </summary>
    public string[] ExemptTools { get; set; } = [];

    /// <summary>Tools whose results are compressed by what they hold, whatever their names are; wins over all other lists.</summary>
    public string[] ForcedTools { get; set; } = [];

    /// <summary>Share of its tokens that a text must lose at least, else it goes on as it came; default 0.05.</summary>
    [Range(0, 1)]
    public double MinSaving { get; set; } = 0.05;

    /// <summary>Size in tokens up to which the first and the last line of a user's text stay whole, because instructions and questions stand there; default 64. 0 to 100,000.</summary>
    [Range(0, 100_000)]
    public int EdgeTokens { get; set; } = 64;

    /// <summary>
    /// How texts are read: with <c>Auto</c>, logs, JSON, tables, diffs and other structure shrink by whole records and words are chosen in prose alone; with
    /// <c>Prose</c>, words are chosen everywhere. Default <c>Auto</c>.
    /// </summary>
    public ContentReading Content { get; set; }

    /// <summary>Size in tokens up to which the result of a failed call (<c>is_error</c>) is left unchanged, because the next steps work on it; default 2000. 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public int ErrorTokens { get; set; } = 2000;

    /// <summary>
    /// Number of messages at the end of a conversation that are not compressed; default 0. With more than 0, a message changes when later ones come, and the
    /// provider's cached prefix is lost. 0 to 1,000,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int KeepLast { get; set; }

    /// <summary>Message of the user that compression is aimed at: <c>None</c>, <c>First</c> or <c>Last</c>; default <c>None</c>. <c>Last</c> changes old messages with every turn.</summary>
    public QuestionSource Question { get; set; }

    /// <summary>
    /// Whether texts up to the last <c>cache_control</c> marker are compressed too; default true: they become the same bytes on every turn. Without it a conversation that is in the provider's
    /// cache as it is stays there when the sidecar is first put before it.
    /// </summary>
    public bool CompressMarked { get; set; } = true;

    /// <summary>
    /// Whether tags such as <c>&lt;nocompress&gt;</c> take effect in texts of the user and of the system; default false. A tag can ask for less compression
    /// only. In tool results, documents and texts of the model, tags are always plain text.
    /// </summary>
    public bool Tags { get; set; }

    /// <summary>Names of LLMs whose requests are not compressed; a <c>*</c> at the end stands for any rest. Default none.</summary>
    public string[] ExemptModels { get; set; } = [];

    /// <summary>Names of API keys (<c>Security:ApiKeys</c>) whose requests are not compressed; default none.</summary>
    [KeyName]
    public string[] ExemptKeys { get; set; } = [];

    /// <summary>What input tokens cost. With an entry for its LLM, a request whose compression would cost more than it saves goes on as it is.</summary>
    public ModelPrice[] Prices { get; set; } = [];

    /// <summary>How far the texts of a kind are compressed that a caller sends, sorted by size; empty if they are left alone.</summary>
    /// <param name="kind">The kind of text.</param>
    /// <param name="key">The name of the caller's API key; empty without one.</param>
    public IReadOnlyList<SizeRange> RangesOf(TextKind kind, string key)
    {
        var ranges = (Ranges ?? []).Where(range => range.Fits(kind, key)).ToLookup(range => range.Closeness);
        return kind != TextKind.Instruction && ((Kinds ?? DefaultKinds).Contains(kind) || ranges.Any(group => group.First().Kind is not null))
            ? [.. (ranges.MaxBy(group => group.Key) ?? DefaultRanges.AsEnumerable()).OrderBy(range => range.MinTokens)]
            : [];
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Errors().Select(error => new ValidationResult(error));

    /// <summary>What the attributes above cannot say.</summary>
    public IEnumerable<string> Errors()
    {
        if ((Kinds ?? DefaultKinds).Contains(TextKind.Instruction) || Ranges?.Any(range => range.Kind == TextKind.Instruction) == true)
        {
            yield return "Proxy:Policy:Kinds and Ranges must not have Instruction: what the system says is never compressed.";
        }

        if (Ranges is [])
        {
            yield return "Proxy:Policy:Ranges must have an entry; to compress nothing, use Proxy:Mode.";
        }

        for (var i = 0; i < Ranges?.Length; i++)
        {
            if (Ranges[i] is not ({ Rate: > 0 and <= 1, TargetTokens: null } or { Rate: null, TargetTokens: >= 1 }) || Ranges[i].MinTokens < 1)
            {
                yield return $"Proxy:Policy:Ranges:{i} must have MinTokens, at least 1, and either a Rate above 0 and at most 1 or TargetTokens, at least 1.";
            }
        }

        foreach (var price in Prices.Where(price => price.Model.Length == 0 || price.Input < 0 || price.CachedInput < 0 || price.MinCacheTokens < 0))
        {
            yield return $"Proxy:Policy:Prices of '{price.Model}' must have a Model, and Input, CachedInput and MinCacheTokens must not be negative.";
        }
    }
}

internal enum ContentReading
{
    /// <summary>Each block of a text is taken as what it is.</summary>
    Auto,

    /// <summary>All of it is prose.</summary>
    Prose,
}

/// <summary>How far texts from a size on are compressed.</summary>
internal sealed class SizeRange
{
    /// <summary>The kind of text that it is for; null for every kind of <see cref="PolicyOptions.Kinds"/>.</summary>
    public TextKind? Kind { get; set; }

    /// <summary>The API key that it is for, by its name in <c>Security:ApiKeys</c>; null for all.</summary>
    [KeyName]
    public string? Key { get; set; }

    /// <summary>Size of the smallest text of the range, in tokens; at least 1.</summary>
    public int MinTokens { get; set; }

    /// <summary>Share of the tokens to keep in texts of this range, above 0 to 1.</summary>
    public double? Rate { get; set; }

    /// <summary>Largest number of tokens to keep of a text of this range.</summary>
    public int? TargetTokens { get; set; }

    /// <summary>How closely it fits what it fits: a range of a key before one of a kind, one of both before either.</summary>
    internal int Closeness => (Key is null ? 0 : 2) + (Kind is null ? 0 : 1);

    internal bool Fits(TextKind kind, string key) => (Kind is null || Kind == kind) && (Key is null || Key == key);
}

internal enum QuestionSource
{
    /// <summary>No question: words are weighed by what they carry.</summary>
    None,

    /// <summary>The first text of the user.</summary>
    First,

    /// <summary>The last text of the user.</summary>
    Last,
}

using System.ComponentModel.DataAnnotations;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Compress;

/// <summary>Which kinds of content are compressed, by requests and in the sidecar.</summary>
internal sealed class ContentKindsOptions : IValidatableObject
{
    public const string SectionName = "ContentKinds";

    /// <summary>Kinds of content that are left unchanged, such as <c>csv</c> or <c>stack_trace</c>; default none. The field <c>content</c> of <c>/v1/compress</c> lists the kinds.</summary>
    public string[] Off { get; set; } = [];

    public IReadOnlyList<ContentKind> KindsOff => field ??= [.. Off.Select(KindOf).OfType<ContentKind>()];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Off
        .Where(name => KindOf(name) is null)
        .Select(name => new ValidationResult($"{SectionName}:{nameof(Off)} has '{name}', and must have names of kinds: {string.Join(", ", ContentNames.All.Skip(1))}."));

    /// <summary>What is not understood stays as it came in any case, so there is no name for it.</summary>
    private static ContentKind? KindOf(string name) => Enum.GetValues<ContentKind>()
        .Where(kind => kind != ContentKind.Unknown && name.Replace("_", "", StringComparison.Ordinal).Equals(kind.ToString(), StringComparison.OrdinalIgnoreCase))
        .Select(kind => (ContentKind?)kind)
        .FirstOrDefault();
}

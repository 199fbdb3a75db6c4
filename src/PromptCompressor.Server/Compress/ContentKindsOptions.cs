using System.ComponentModel.DataAnnotations;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Compress;

/// <summary>Which kinds of content are compressed, by requests and in the sidecar.</summary>
internal sealed class ContentKindsOptions : IValidatableObject
{
    public const string SectionName = "ContentKinds";

    /// <summary>Kinds that stay as they came wherever content is told apart, such as <c>Csv</c> or <c>StackTrace</c>; default none. <c>/v1/compress</c> lists them under <c>content</c>.</summary>
    public ContentKind[] Off { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Off
        .Where(kind => kind == ContentKind.Unknown || !Enum.IsDefined(kind))
        .Select(kind => new ValidationResult($"{SectionName}:{nameof(Off)} has {kind}, and must have names of kinds: {string.Join(", ", ContentNames.All.Skip(1))}. What is not understood stays as it came in any case."));
}

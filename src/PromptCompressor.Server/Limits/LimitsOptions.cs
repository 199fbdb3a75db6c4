using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Server.Limits;

/// <summary>How much a request may ask for. Every answer that refuses one for it states the limit.</summary>
internal sealed class LimitsOptions
{
    public const string SectionName = "Limits";

    /// <summary>Largest request body in bytes; default 16 MiB.</summary>
    [Range(1024, 1L << 30)]
    public long BodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most texts of one request, in <c>context</c> or in <c>messages</c>; default 1000.</summary>
    [Range(1, 1_000_000)]
    public int Contexts { get; set; } = 1000;

    /// <summary>Most tokens of one request before compression, in the request's tokenizer; default 1,000,000.</summary>
    [Range(1, int.MaxValue)]
    public int OriginTokens { get; set; } = 1_000_000;

    /// <summary>Most items of one batch; default 100.</summary>
    [Range(1, 100_000)]
    public int BatchItems { get; set; } = 100;

    /// <summary>Most characters of <c>question</c>; default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int QuestionLength { get; set; } = 10_000;

    /// <summary>Most entries of <c>force_tokens</c>; default 100.</summary>
    [Range(1, 10_000)]
    public int ForceTokens { get; set; } = 100;

    /// <summary>Most characters of one force token; default 256.</summary>
    [Range(1, 100_000)]
    public int ForceTokenLength { get; set; } = 256;

    /// <summary>Most rows of embeddings of one request; default 16,384, which is twice as many tokens.</summary>
    [Range(1, 1_000_000)]
    public int SoftRows { get; set; } = 16_384;

    /// <summary>Most entries of <c>protect</c>; default 32, which is the most there can be.</summary>
    [Range(1, ProtectionRules.MaxEntries)]
    public int ProtectEntries { get; set; } = ProtectionRules.MaxEntries;
}

/// <summary>Checks the ranges that the attributes of <see cref="LimitsOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;

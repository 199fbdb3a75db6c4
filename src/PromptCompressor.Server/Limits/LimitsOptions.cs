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

    /// <summary>Largest number of bytes of all bodies that are held at once: what comes beyond that gets 429, and the sidecar forwards it as it came; bodies of up to 64 KiB are always taken. Default a 32nd of the memory that the process may use, but one body at least.</summary>
    [Range(1024, 1L << 40)]
    public long? BodyBytesInFlight { get; set; }

    /// <summary>Number of seconds in which a client of <c>/v1/cache/warm</c> may be silent while the service waits for it, 1 to 3600; default 30.</summary>
    [Range(1, 3600)]
    public int SilenceSeconds { get; set; } = 30;

    /// <summary>Largest number of texts in a request, in <c>context</c> or in <c>messages</c>; default 1000. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int Contexts { get; set; } = 1000;

    /// <summary>Largest number of tokens in a request before compression, counted by the request's tokenizer; default 1,000,000. 1 to 2,147,483,647.</summary>
    [Range(1, int.MaxValue)]
    public int OriginTokens { get; set; } = 1_000_000;

    /// <summary>Largest number of items in a batch; default 100. 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int BatchItems { get; set; } = 100;

    /// <summary>Largest length of <c>question</c>, in characters; default 10,000. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int QuestionLength { get; set; } = 10_000;

    /// <summary>Largest number of entries in <c>force_tokens</c>; default 100. 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int ForceTokens { get; set; } = 100;

    /// <summary>Largest length of a force token, in characters; default 256. 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int ForceTokenLength { get; set; } = 256;

    /// <summary>Largest number of embedding rows in a request; default 16,384, which stand for twice as many tokens. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int SoftRows { get; set; } = 16_384;

    /// <summary>Largest number of entries in <c>protect</c>; default 32, which is also the maximum. 1 to 32.</summary>
    [Range(1, ProtectionRules.MaxEntries)]
    public int ProtectEntries { get; set; } = ProtectionRules.MaxEntries;
}

/// <summary>Checks the ranges that the attributes of <see cref="LimitsOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;

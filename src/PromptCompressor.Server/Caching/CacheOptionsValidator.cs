using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Caching;

/// <summary>Checks the ranges that the attributes of <see cref="CacheOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class CacheOptionsValidator : IValidateOptions<CacheOptions>;

using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Caching;

/// <summary>Checks the ranges that the attributes of <see cref="RedisCacheOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class RedisCacheOptionsValidator : IValidateOptions<RedisCacheOptions>;

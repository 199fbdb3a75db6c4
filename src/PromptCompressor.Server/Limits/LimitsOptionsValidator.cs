using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Limits;

/// <summary>Checks the ranges that the attributes of <see cref="LimitsOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;

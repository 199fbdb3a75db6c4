using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>Generated from the attributes of <see cref="PolicyOptions"/>; runs its <see cref="PolicyOptions.Validate"/> as well.</summary>
[OptionsValidator]
internal sealed partial class PolicyOptionsValidator : IValidateOptions<PolicyOptions>;

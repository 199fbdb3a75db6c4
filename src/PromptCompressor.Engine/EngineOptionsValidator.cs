using Microsoft.Extensions.Options;

namespace PromptCompressor.Engine;

/// <summary>Checks the ranges that the attributes of <see cref="EngineOptions"/> state; generated at build time.</summary>
[OptionsValidator]
internal sealed partial class EngineOptionsValidator : IValidateOptions<EngineOptions>;

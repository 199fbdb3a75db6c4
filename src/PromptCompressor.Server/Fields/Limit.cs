using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Fields;

/// <summary>Most of something in a request, as a setting says.</summary>
/// <param name="Option">The setting, without its section.</param>
/// <param name="Value">Its value.</param>
internal sealed record Limit(string Option, Func<LimitsOptions, int> Value)
{
    public static readonly Limit Contexts = new(nameof(LimitsOptions.Contexts), limits => limits.Contexts);
    public static readonly Limit BatchItems = new(nameof(LimitsOptions.BatchItems), limits => limits.BatchItems);
    public static readonly Limit QuestionLength = new(nameof(LimitsOptions.QuestionLength), limits => limits.QuestionLength);
    public static readonly Limit ForceTokens = new(nameof(LimitsOptions.ForceTokens), limits => limits.ForceTokens);
    public static readonly Limit ForceTokenLength = new(nameof(LimitsOptions.ForceTokenLength), limits => limits.ForceTokenLength);
    public static readonly Limit ProtectEntries = new(nameof(LimitsOptions.ProtectEntries), limits => limits.ProtectEntries);

    /// <summary>The setting's key.</summary>
    public string Name => $"{LimitsOptions.SectionName}:{Option}";

    /// <summary>Most whatever the setting says. Whatever cannot do with more refuses it itself.</summary>
    public int Cap { get; init; } = int.MaxValue;

    public int In(LimitsOptions limits) => Math.Min(Cap, Value(limits));

    /// <param name="count">How many there are.</param>
    /// <param name="things">What is counted.</param>
    /// <param name="limits">The settings.</param>
    /// <returns>Null if there are not too many.</returns>
    public string? Complaint(int count, string things, LimitsOptions limits) =>
        count > In(limits) ? $"has {count} {things}, and may have {In(limits)} ({Name})." : null;
}

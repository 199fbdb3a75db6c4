namespace PromptCompressor.Core.Text.Protection;
public static class Protector { public static IReadOnlyList<ProtectedSpan> Find(string text, IReadOnlyList<IProtectionRule> rules) => []; }

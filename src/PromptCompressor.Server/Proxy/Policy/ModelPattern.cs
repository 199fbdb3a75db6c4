namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>Which LLMs a setting speaks of.</summary>
internal static class ModelPattern
{
    /// <param name="pattern">A name; a <c>*</c> at the end stands for any rest.</param>
    /// <param name="model">The name in question.</param>
    public static bool Match(string pattern, string model) => pattern is [.. var start, '*']
        ? model.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        : model.Equals(pattern, StringComparison.OrdinalIgnoreCase);
}

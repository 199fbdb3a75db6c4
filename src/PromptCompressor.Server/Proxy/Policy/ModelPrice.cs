namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>What an LLM's input costs, in any unit of money, as long as it is the same for both prices.</summary>
internal sealed class ModelPrice
{
    /// <summary>Its name; a <c>*</c> at the end stands for any rest.</summary>
    public string Model { get; set; } = "";

    /// <summary>Of a million tokens.</summary>
    public double Input { get; set; }

    /// <summary>Of a million tokens that the provider has in its prompt cache.</summary>
    public double CachedInput { get; set; }

    /// <summary>Tokens that a prompt must have to be cached by the provider; default 1024.</summary>
    public int MinCacheTokens { get; set; } = 1024;
}

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>
/// Whether compression pays. Two things make it lose money: a provider caches long prompts only, so that a short one may cost
/// more than the long one it came from; and text that changes from turn to turn is never read from that cache.
/// </summary>
/// <param name="price">The price of the LLM that is asked.</param>
/// <param name="isStable">Whether old messages go out as they did on the turn before.</param>
internal sealed class CostModel(ModelPrice price, bool isStable)
{
    private const double TokensAPrice = 1_000_000;

    /// <summary>Money that compression saves on a turn; negative if it costs more.</summary>
    /// <param name="before">Tokens as they came.</param>
    /// <param name="after">Tokens as they would go on.</param>
    public double Saves(PromptSize before, PromptSize after) => (Cost(before, isStable: true) - Cost(after, isStable)) / TokensAPrice;

    private double Cost(PromptSize size, bool isStable) => isStable && size.Old >= price.MinCacheTokens
        ? (size.Old * price.CachedInput) + (size.New * price.Input)
        : (size.Old + size.New) * price.Input;
}

/// <summary>What an LLM's input costs, in any unit of money, as long as it is the same for both prices.</summary>
internal sealed class ModelPrice
{
    /// <summary>Name of the LLM that the price is for; a <c>*</c> at the end stands for any rest.</summary>
    public string Model { get; set; } = "";

    /// <summary>Price of a million input tokens, in any currency.</summary>
    public double Input { get; set; }

    /// <summary>Price of a million input tokens that the provider reads from its prompt cache, in any currency.</summary>
    public double CachedInput { get; set; }

    /// <summary>Smallest number of tokens with which the provider caches a prompt; default 1024.</summary>
    public int MinCacheTokens { get; set; } = 1024;
}

/// <param name="Old">Tokens up to the model's last answer, which an earlier request has had too.</param>
/// <param name="New">Tokens after it.</param>
internal readonly record struct PromptSize(long Old, long New);

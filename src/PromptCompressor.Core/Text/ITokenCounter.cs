namespace PromptCompressor.Core.Text;

/// <summary>Counts text as a target LLM's tokenizer does. Thread-safe.</summary>
public interface ITokenCounter
{
    /// <summary>The encoding, such as <c>o200k_base</c>.</summary>
    string Name { get; }

    /// <summary>False if the LLM's own tokenizer is not at hand and another one stands in.</summary>
    bool IsExact { get; }

    /// <summary>Number of tokens of plain text: special tokens written out in it are text. Those of its <see cref="TokenParts"/> add up to it.</summary>
    int Count(ReadOnlySpan<char> text);
}

/// <summary>Finds the counter for the name of an LLM or an encoding.</summary>
public interface ITokenCounters
{
    /// <summary>Returns null for a name that belongs to no known family.</summary>
    ITokenCounter? Find(string name);

    /// <summary>The names and families that <see cref="Find"/> knows; a <c>*</c> stands for families whose counts are estimates.</summary>
    IReadOnlyList<string> Known { get; }
}

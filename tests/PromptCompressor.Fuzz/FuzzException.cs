namespace PromptCompressor.Fuzz;

/// <summary>Something does not hold that should of every input.</summary>
internal sealed class FuzzException(string message) : Exception(message)
{
    /// <exception cref="FuzzException">It does not hold.</exception>
    public static void Unless(bool holds, string message)
    {
        if (!holds)
        {
            throw new FuzzException(message);
        }
    }
}

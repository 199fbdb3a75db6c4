namespace PromptCompressor.Engine.Extractive;

/// <summary>
/// Cuts the tokens of a text that turns out longer than the encoder's window into equal parts. Rare, since segments are
/// bounded by an estimate well under it; a pure function of the text, so that values stay one too.
/// </summary>
internal static class Windows
{
    public static IEnumerable<Range> Of(int tokens, int most)
    {
        var count = (tokens + most - 1) / most;
        for (var i = 0; i < count; i++)
        {
            yield return (int)((long)tokens * i / count)..(int)((long)tokens * (i + 1) / count);
        }
    }
}

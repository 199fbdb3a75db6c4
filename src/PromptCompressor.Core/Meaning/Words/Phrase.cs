namespace PromptCompressor.Core.Meaning.Words;

/// <summary>Words that deny, limit or condition what is said.</summary>
/// <param name="Words">Each as an index of <see cref="Lexicon"/>.</param>
/// <param name="Gaps">For each word, whether others may stand in front of it: <c>too ... to</c>.</param>
/// <param name="Languages">Where it is one; 0: wherever it stands.</param>
/// <param name="Guard">What it denies or limits; null: nothing, although it begins like one that does.</param>
internal sealed record Phrase(int[] Words, bool[] Gaps, uint Languages, Guard? Guard);

/// <summary>An expression in a script without spaces.</summary>
/// <param name="Text">The text as it is written.</param>
/// <param name="Roles">In numbers.</param>
/// <param name="Guards">What it denies or limits, by language: 不能 stands before what it denies in Chinese, and behind it in Japanese.</param>
internal sealed record UnspacedPhrase(string Text, Role Roles, IReadOnlyList<(uint Language, Guard Guard)> Guards)
{
    /// <summary>Looks like something that the tables know, but is none.</summary>
    public bool IsException => Roles == Role.None && Guards.Count == 0;

    /// <summary>What it denies or limits in one of these languages; null: nothing.</summary>
    public Guard? GuardIn(uint languages)
    {
        foreach (var (language, guard) in Guards)
        {
            if ((language & languages) != 0)
            {
                return guard;
            }
        }

        return null;
    }
}

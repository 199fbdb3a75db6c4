namespace PromptCompressor.Core.Meaning.Words;

/// <summary>Words that deny, limit or condition what is said.</summary>
/// <param name="Words">Each as an index of <see cref="Lexicon"/>.</param>
/// <param name="Gaps">For each word, whether others may stand in front of it: <c>too ... to</c>.</param>
/// <param name="Languages">Where it is one; 0: wherever it stands.</param>
/// <param name="Guard">What it denies or limits.</param>
internal sealed record Phrase(int[] Words, bool[] Gaps, uint Languages, Guard Guard);

/// <summary>An expression in a script without spaces.</summary>
/// <param name="Text">The text as it is written.</param>
/// <param name="Roles">In numbers.</param>
/// <param name="Guard">What it denies or limits; null: nothing.</param>
internal sealed record UnspacedPhrase(string Text, Role Roles, Guard? Guard)
{
    /// <summary>Looks like something that the tables know, but is none.</summary>
    public bool IsException => Roles == Role.None && Guard is null;
}

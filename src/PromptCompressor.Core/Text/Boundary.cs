namespace PromptCompressor.Core.Text;

/// <summary>A place where a text may be cut. From weak to strong.</summary>
internal enum BoundaryKind
{
    Word,
    Sentence,
    Line,
    Paragraph,
}

/// <param name="Before">Where the text before it ends.</param>
/// <param name="After">Where the text after it begins: past the white space.</param>
/// <param name="Weight">Weight of all text before it, see <see cref="TextWeight"/>.</param>
/// <param name="Kind">Its strength.</param>
/// <param name="Hash">The hash of the characters around it: ranks equals the same way in every text they stand in.</param>
internal readonly record struct Boundary(int Before, int After, int Weight, BoundaryKind Kind, uint Hash)
{
    public ulong Rank => ((ulong)Kind << 32) | Hash;
}

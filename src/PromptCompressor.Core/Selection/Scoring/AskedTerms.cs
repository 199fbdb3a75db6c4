using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>
/// The terms of a question, found in compounds too: a word of it at either end of a longer one, and the other way round. Who asks for the
/// <c>Vertrag</c> also means the <c>Mietvertrag</c>.
/// </summary>
internal sealed class AskedTerms
{
    /// <summary>Letters of the shorter one; <c>art</c> is no part of <c>part</c>.</summary>
    private const int LeastPart = 4;

    /// <summary>Letters of the longer one beside it; <c>support</c> has to do with no <c>port</c>.</summary>
    private const int LeastRest = 4;

    private readonly List<(string Stem, ulong Id)> _parts = [];

    /// <param name="question">In any language.</param>
    public AskedTerms(string question)
    {
        var words = SegmentedText.Of(question).Words;
        Ids = Terms.Of(question, words).Select(term => term.Id).ToHashSet();
        Span<char> buffer = stackalloc char[Terms.MaxLength];
        foreach (var word in words)
        {
            var stem = Terms.StemOf(word.Of(question), buffer);
            if (stem.Length >= LeastPart && char.IsLetter(stem[0]))
            {
                _parts.Add((stem.ToString(), Terms.IdOf(stem)));
            }
        }
    }

    public IReadOnlySet<ulong> Ids { get; }

    /// <summary>Adds the terms that a word is a compound of, or a part of.</summary>
    /// <param name="word">Its index.</param>
    /// <param name="stem">Its stem.</param>
    /// <param name="id">Its own term, which is not added again.</param>
    /// <param name="terms">Added to.</param>
    public void AddParts(int word, ReadOnlySpan<char> stem, ulong id, List<Term> terms)
    {
        if (stem.Length < LeastPart)
        {
            return;
        }

        foreach (var (asked, askedId) in _parts)
        {
            var isPart = stem.Length >= asked.Length + LeastRest ? IsAtAnEnd(asked, stem)
                : asked.Length >= stem.Length + LeastRest && IsAtAnEnd(stem, asked);
            if (isPart && askedId != id)
            {
                terms.Add(new Term(word, askedId));
            }
        }
    }

    private static bool IsAtAnEnd(ReadOnlySpan<char> part, ReadOnlySpan<char> word) => word.EndsWith(part) || word.StartsWith(part);
}

namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// Names of code and systems: keys, hashes, file names, paths, flags, handles, versions. The text is cut into tokens at white space, quotes, brackets
/// and the punctuation of sentences; <see cref="IdentifierToken"/> decides about each. README.md in this folder lists the forms.
/// </summary>
internal sealed class IdentifierRule : IProtectionRule
{
    private const string Joiners = "_-./\\:@#$=+~%";
    private const int Letter = (1 << (int)CharKind.Lower) | (1 << (int)CharKind.Upper);
    private const int Digit = 1 << (int)CharKind.Digit;
    private const int Joiner = 1 << (int)CharKind.Joiner;

    private static readonly CharKind[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(code => Classify((char)code))];

    public string Name => "identifier";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        var i = 0;
        while (i < text.Length)
        {
            // Most words of prose are done with after this loop: no capital inside, no digit, no joiner.
            var kind = Kind(text[i]);
            var start = i;
            var seen = 0;
            var hasHump = false;
            while (kind != CharKind.Delimiter)
            {
                seen |= 1 << (int)kind;
                if (++i >= text.Length)
                {
                    break;
                }

                var next = Kind(text[i]);
                hasHump |= kind == CharKind.Lower && next == CharKind.Upper;
                kind = next;
            }

            if (i == start)
            {
                i++;
                continue;
            }

            var traits = new IdentifierTraits((seen & Letter) != 0, (seen & Digit) != 0, hasHump);
            if ((hasHump || traits.IsMixed || (seen & Joiner) != 0)
                && IdentifierToken.TryFind(text.AsSpan(start, i - start), traits, out var range))
            {
                found.Add(new ProtectedSpan(new TextSpan(start + range.Start, start + range.End), ProtectionKind.Whole, Name));
            }
        }
    }

    private static CharKind Kind(char c) => c < AsciiKinds.Length ? AsciiKinds[c] : Classify(c);

    private static CharKind Classify(char c) => c switch
    {
        _ when Joiners.Contains(c, StringComparison.Ordinal) => CharKind.Joiner,
        _ when char.IsAsciiDigit(c) => CharKind.Digit,
        _ when !Chars.IsJoiningLetter(c) => CharKind.Delimiter,
        _ => char.IsUpper(c) ? CharKind.Upper : CharKind.Lower,
    };

    private enum CharKind
    {
        Delimiter,
        Lower,
        Upper,
        Digit,
        Joiner,
    }
}

/// <summary>What one look at a token's characters tells.</summary>
/// <param name="HasHump">A small letter is followed by a capital.</param>
internal readonly record struct IdentifierTraits(bool HasLetter, bool HasDigit, bool HasHump)
{
    public bool IsMixed => HasLetter && HasDigit;
}

using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Meaning.Words;

/// <summary>Reads the tables of one language. Their format is described in the README of this room.</summary>
internal static class LanguageFile
{
    private const string Gap = "...";

    /// <exception cref="FormatException">The table has a section that is not known or an entry that can never match.</exception>
    public static void Read(string name, string content, uint language, LexiconBuilder into)
    {
        var section = "";
        var number = 0;
        foreach (var raw in content.AsSpan().EnumerateLines())
        {
            number++;
            var comment = raw.IndexOf('#');
            var line = (comment < 0 ? raw : raw[..comment]).Trim();
            if (line is ['[', .. var title, ']'])
            {
                section = title.ToString();
                continue;
            }

            // Sections of single words divide them by spaces too; phrases have spaces in them.
            var isPhrases = section.StartsWith("guards", StringComparison.Ordinal) || section.StartsWith("limits", StringComparison.Ordinal) || section.StartsWith("phrases", StringComparison.Ordinal);
            foreach (var range in isPhrases ? line.Split(',') : line.SplitAny(", \t"))
            {
                var entry = line[range].Trim();
                if (!entry.IsEmpty)
                {
                    try
                    {
                        Add(section, entry.ToString(), language, into);
                    }
                    catch (FormatException e)
                    {
                        throw new FormatException($"{name}, line {number}: {e.Message}", e);
                    }
                }
            }
        }
    }

    private static void Add(string section, string entry, uint language, LexiconBuilder into)
    {
        switch (section)
        {
            case "common words":
                into.AddCommon(entry, language);
                break;
            case "guards":
                AddGuard(entry, new Guard(Governs.Following), language, into);
                break;
            case "guards behind what they govern":
                AddGuard(entry, new Guard(Governs.Preceding), language, into);
                break;
            case "guards that hold what they govern":
                AddGuard(entry, new Guard(Governs.Itself), language, into);
                break;
            case "limits":
                AddGuard(entry, new Guard(Governs.Following, IsLimit: true), language, into);
                break;
            case "limits behind what they limit":
                AddGuard(entry, new Guard(Governs.Preceding, IsLimit: true), language, into);
                break;
            case "limits of numbers":
                AddGuard(entry, new Guard(Governs.Following, IsLimit: true, NeedsNumber: true), language, into);
                break;
            case "phrases that are no guards":
                AddGuard(entry, null, language, into);
                break;
            case "no guards":
                AddException(entry, into);
                break;
            case "numbers":
                AddWord(entry, Role.Number, into, entry[0] == '?' ? language : 0);
                break;
            case "between numbers":
                AddWord(entry, Role.Between, into);
                break;
            case "units":
                AddWord(entry, Role.Unit, into);
                break;
            case "before numbers":
                AddWord(entry, Role.BeforeNumber, into);
                break;
            case "abbreviations":
                AddWord(entry, Role.Abbreviation, into);
                break;
            case "auxiliaries":
                AddWord(entry, Role.Auxiliary, into, entry[0] == '?' ? language : 0);
                break;
            case "clauses":
                AddWord(entry, Role.Clause, into, entry[0] == '?' ? language : 0);
                break;
            case "agents":
                AddWord(entry, Role.Agent, into, entry[0] == '?' ? language : 0);
                break;
            default:
                throw new FormatException($"[{section}] is no section.");
        }
    }

    private static void AddGuard(string entry, Guard? guard, uint language, LexiconBuilder into)
    {
        // Beginnings and endings of Latin letters look like those of other languages.
        var isLocal = entry[0] == '?' || (entry.Contains('*', StringComparison.Ordinal) && entry.Trim('*')[0] < '\u0250' && !entry.Contains('\'', StringComparison.Ordinal));
        entry = entry.TrimStart('?');
        if (IsUnspaced(entry))
        {
            into.AddUnspaced(entry, Role.None, guard, language);
            return;
        }

        var words = new List<string>();
        var gaps = new List<bool>();
        var gap = false;
        foreach (var word in entry.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == Gap)
            {
                gap = true;
                continue;
            }

            words.Add(word);
            gaps.Add(gap);
            gap = false;
        }

        into.AddPhrase(words, gaps, isLocal ? language : 0, guard);
    }

    private static void AddWord(string entry, Role role, LexiconBuilder into, uint language = 0)
    {
        if (IsUnspaced(entry))
        {
            into.AddUnspaced(entry, role);
        }
        else
        {
            into.AddWord(entry.TrimStart('?'), role, language);
        }
    }

    private static void AddException(string entry, LexiconBuilder into)
    {
        if (IsUnspaced(entry))
        {
            into.AddUnspaced(entry, Role.None);
        }
        else
        {
            into.AddException(entry);
        }
    }

    private static bool IsUnspaced(string entry)
    {
        Rune.DecodeFromUtf16(entry, out var first, out _);
        return Scripts.KindOf(first) is CharacterKind.Unspaced or CharacterKind.Katakana;
    }
}

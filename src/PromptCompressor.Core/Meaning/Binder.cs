using PromptCompressor.Core.Meaning.Rules;
using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;
using PromptCompressor.Core.Selection.Units;

namespace PromptCompressor.Core.Meaning;

/// <summary>Runs the rules over a text: linear in its length, with no model, and after the cache, so that a new rule costs no inference.</summary>
internal static class Binder
{
    public static Bindings Bind(string text, SelectableUnit[] units)
    {
        var read = new UnitText(text, units, Lexicon.Default);
        var bindings = new BindingBuilder(read);
        var isGuard = new bool[units.Length];
        var startsAnew = new bool[units.Length + 1];
        // Marks of tags and labels are no signs of code.
        ElementRule.Bind(read, startsAnew, bindings);
        LabelRule.Bind(read, startsAnew, bindings);
        HeadingRule.Bind(read, bindings);
        CodeLineRule.Bind(read, startsAnew, bindings);
        TableRule.Bind(read, bindings);
        OperatorRule.Bind(read, bindings);
        IndexRule.Bind(read, bindings);
        EqualStringRule.Bind(read, units, bindings);
        var sentences = Sentences.Of(read, startsAnew);
        var languages = new LanguageGuess(read, sentences);
        for (var i = 0; i < sentences.Count; i++)
        {
            read.AddLocalRoles(sentences[i], languages.Of(i));
        }

        QuantityRule.Bind(read, bindings);
        var node = -1;
        for (var i = 0; i < sentences.Count; i++)
        {
            var before = node;
            node = bindings.AddNode();
            for (var unit = sentences[i].Start; unit < sentences[i].End; unit++)
            {
                // A label stands in front of the first sentence of its line, and is no word of it: kept for another one, it needs nothing here.
                if (read.IsContent(unit) && !bindings.IsServant(unit))
                {
                    bindings.Bind(unit, node);
                }
            }

            if (i > 0 && sentences[i - 1].GoesOn)
            {
                // What denies or limits the whole stands in its first part.
                bindings.Bind(node, before);
            }

            AgentRule.Bind(read, sentences[i], languages.Of(i), bindings);
            var isGuarded = GuardRule.Bind(read, sentences[i], languages.Of(i), node, isGuard, bindings);
            SentenceRule.Bind(read, sentences[i], node, isGuarded, bindings);
        }

        return bindings.Build();
    }
}

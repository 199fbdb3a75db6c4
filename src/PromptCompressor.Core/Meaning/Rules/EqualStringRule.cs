using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Selection.Units;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>Strings of JSON that say the same go on saying the same: a reader who sees two values looks for what sets them apart.</summary>
internal static class EqualStringRule
{
    public static void Bind(UnitText text, SelectableUnit[] units, BindingBuilder bindings)
    {
        var strings = JsonStrings.Of(text.Text, units);
        for (var i = 0; i < strings.Count; i++)
        {
            var (own, twin) = (strings[i], strings[strings[i].Twin]);
            for (var unit = 0; own.Start > twin.Start && own.End - own.Start == twin.End - twin.Start && unit < own.End - own.Start; unit++)
            {
                bindings.Join(twin.Start + unit, own.Start + unit);
            }
        }
    }
}

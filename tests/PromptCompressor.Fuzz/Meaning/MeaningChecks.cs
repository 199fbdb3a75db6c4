using System.Text.RegularExpressions;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Meaning;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine.Counting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Meaning;

/// <summary>What is promised of meaning, looked for with other means than the rules have, so that a rule that is wrong shows.</summary>
internal static partial class MeaningChecks
{
    /// <summary>How far apart two numbers may be for what is between them to hold them apart.</summary>
    private const int Reach = 40;

    private static readonly ITokenCounter Counter = new TokenCounters().Find("gpt-4o")!;

    /// <summary>Deny the word right behind them in any text.</summary>
    private static readonly HashSet<string> Negators = new(["not", "never", "cannot", "nicht", "niemals", "не", "никогда", "δεν", "nunca", "jamás", "không"], StringComparer.OrdinalIgnoreCase);

    public static async Task<IEnumerable<string>> CheckAsync(string text)
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        var random = new Random(text.Aggregate(text.Length, (sum, c) => (sum * 31) + c));
        var request = new CompressionRequest
        {
            Contexts = [text],
            Counter = Counter,
            Rate = 0.05 + (0.9 * random.NextDouble()),
            Protect = random.Next(4) > 0 ? ProtectionRules.Default : [],
            Question = random.Next(3) == 0 ? text[..Math.Min(text.Length, 40)] : null,
        };
        var result = await CompressAsync(request);
        FuzzException.Unless(result.Joined == (await CompressAsync(request)).Joined, "the same twice");
        Promises.Check(request, result);
        outcomes.Add($"skipped {result.Skipped}");
        if (result.Skipped is null)
        {
            var words = result.Texts[0].Words!;
            SelectableUnit[] units = [.. words.Select(word => word.Unit)];
            bool[] kept = [.. words.Select(word => word.Kept)];
            FuzzException.Unless(!string.IsNullOrWhiteSpace(result.Joined) || units.Length == 0, "a text is not blank");
            FuzzException.Unless(Binder.Bind(text, units).Holds(kept), "what is bound is kept");
            CheckNegators(text, units, kept, outcomes);
            CheckNumbers(text, units, kept, outcomes);
            CheckLabels(text, units, kept, outcomes);
            CheckOperators(text, units, kept, outcomes);
        }

        return outcomes;
    }

    private static Task<CompressionResult> CompressAsync(CompressionRequest request) =>
        new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), new MemorySegmentCache(1 << 20))).CompressAsync(request, CancellationToken.None);

    private static void CheckNegators(string text, SelectableUnit[] units, bool[] kept, HashSet<string> outcomes)
    {
        for (var i = 0; i + 1 < units.Length; i++)
        {
            var isNegator = Negators.Contains(units[i].Span.Of(text).ToString()) && units[i].Rule is null;
            if (isNegator && text.AsSpan(units[i].Span.End..units[i + 1].Span.Start) is " " && Scripts.KindOfFirst(units[i + 1].Span.Of(text)) == CharacterKind.Letter && units[i + 1].Rule is null)
            {
                FuzzException.Unless(kept[i] || !kept[i + 1], $"a denied word is kept with its denial: {units[i].Span.Of(text)} {units[i + 1].Span.Of(text)}");
                outcomes.Add($"{units[i].Span.Of(text).ToString().ToLowerInvariant()}: {kept[i]}, word behind it: {kept[i + 1]}");
            }
        }
    }

    /// <summary>Plain numbers with words between them do not stand side by side.</summary>
    private static void CheckNumbers(string text, SelectableUnit[] units, bool[] kept, HashSet<string> outcomes)
    {
        var last = -1;
        for (var i = 0; i < units.Length; i++)
        {
            if (!kept[i])
            {
                continue;
            }

            if (last >= 0 && last < i - 1 && i - last < Reach && IsNumber(units[last]) && IsNumber(units[i]))
            {
                var between = text[units[last].Span.End..units[i].Span.Start];
                FuzzException.Unless(between.AsSpan().ContainsAny("\n\r\u2028\u2029"), $"two numbers stay two: {text[units[last].Span.Start..units[i].Span.End]}");
                outcomes.Add("numbers on lines of their own");
            }

            last = i;
        }

        bool IsNumber(SelectableUnit unit) => !unit.Span.Of(text).ContainsAnyExceptInRange('0', '9') && unit.Rule is null or "number";
    }

    private static void CheckLabels(string text, SelectableUnit[] units, bool[] kept, HashSet<string> outcomes)
    {
        foreach (Match label in Label().Matches(text))
        {
            var name = new TextSpan(label.Groups[1].Index, label.Groups[1].Index + label.Groups[1].Length);
            var words = new TextSpan(label.Groups[2].Index, label.Groups[2].Index + label.Groups[2].Length);
            var hasWord = false;
            var hasName = true;
            for (var i = 0; i < units.Length; i++)
            {
                hasWord |= kept[i] && units[i].Span.Start >= words.Start && units[i].Span.End <= words.End && Scripts.KindOfFirst(units[i].Span.Of(text)) == CharacterKind.Letter;
                hasName &= kept[i] || !units[i].Span.Overlaps(name);
            }

            FuzzException.Unless(hasName || !hasWord, $"a line keeps its label: {label.Value}");
            outcomes.Add($"label: {hasName}, its line: {hasWord}");
        }
    }

    private static void CheckOperators(string text, SelectableUnit[] units, bool[] kept, HashSet<string> outcomes)
    {
        foreach (Match found in Operator().Matches(text))
        {
            var span = new TextSpan(found.Groups[1].Index, found.Groups[1].Index + found.Groups[1].Length);
            var own = units.Index().Where(unit => unit.Item.Span.Overlaps(span)).Select(unit => kept[unit.Index]).ToList();
            FuzzException.Unless(own.Distinct().Count() <= 1, $"an operator is whole: {found.Value}");
            outcomes.Add($"operator: {own.FirstOrDefault()}");
        }
    }

    [GeneratedRegex(@"(?<=\n\n)(Anna:|Agent:|客服：)( [a-z][a-z ]*[a-z])(?=\n\n)")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?<=[a-z] )(!=|<=|&&|=>|\+=|->)(?= [a-z])")]
    private static partial Regex Operator();
}

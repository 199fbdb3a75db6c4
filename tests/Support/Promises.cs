using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.TestSupport;

/// <summary>What holds of every answer, whatever was asked for and whatever a model thinks of the words.</summary>
internal static class Promises
{
    /// <returns>Which of the promises that speak of some answers alone were tried on this one.</returns>
    /// <exception cref="BrokenPromiseException">One does not hold.</exception>
    public static Tried Check(CompressionRequest request, CompressionResult result)
    {
        Demand(result.Texts.Count == request.Contexts.Count, "There is one output for each context.");
        Demand(result.Joined == SelectionState.Join(result.Texts.Select(text => text.Text), request.Before, request.After), "The outputs are joined by blank lines.");
        Demand(result.CompressedTokens == request.Counter.Count(result.Joined), "The output is what is counted.");
        Demand(result.CompressedTokens <= result.OriginTokens, "The output is never larger.");
        for (var i = 0; i < result.Texts.Count; i++)
        {
            var isDropped = result.DroppedContexts.Contains(i);
            Demand(result.Texts[i].Source == request.Contexts[i], "An output belongs to its context.");
            Demand(!isDropped || result.Texts[i].Text.Length == 0, "Nothing is left of a context that was dropped.");
            var kept = KeptOf(result.Texts[i], request.DropConsecutive);
            CheckWords(result.Texts[i], kept);
            if (result.Skipped is null)
            {
                CheckProtected(request, i, kept, isDropped);
            }
        }

        Demand(IsWithinBudget(request, result), $"The budget holds, or something says why not: {result.CompressedTokens} tokens of {BudgetOf(request, result)}.");
        return new Tried(NextWord: CheckNextWordIsTooMuch(request, result), Threshold: CheckThreshold(request, result));
    }

    /// <summary>Tokens of what always stays, with what that brings along.</summary>
    public static int FixedTokens(CompressionRequest request, CompressionResult result)
    {
        var fixedAlone = StateOf(request, result);
        fixedAlone.FixedOnly = true;
        return request.Counter.Count(fixedAlone.RenderAll([]));
    }

    public static void Demand(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise);
        }
    }

    /// <summary>Slices are in order, apart from each other, within the source, and make the output with the signs of cuts, each in front of the quote that ends a string of JSON.</summary>
    /// <param name="text">What came of a text.</param>
    /// <param name="dropConsecutive">Then a quote may be gone as well.</param>
    private static bool[] KeptOf(CompressedText text, bool dropConsecutive)
    {
        var kept = new bool[text.Source.Length];
        var end = -1;
        var isCut = false;
        var output = new List<string>();
        foreach (var (source, written) in text.Pieces())
        {
            if (source is not { } slice)
            {
                Demand(!isCut && end > 0 && written.Of(text.Text) is "…", $"What is written is the sign of a cut: {written}.");
                output.Add("…");
                isCut = true;
                continue;
            }

            Demand((slice.Start > end || (isCut && slice.Start == end)) && slice.End > slice.Start && slice.End <= text.Source.Length, $"Slices rise and do not touch: {slice} after {end}.");
            Demand(!isCut || dropConsecutive || slice.Of(text.Source).TrimStart() is ['"' or '\\', ..], $"A string ends at its cut: {slice}.");
            kept.AsSpan(slice.Start, slice.Length).Fill(true);
            output.Add(slice.Of(text.Source).ToString());
            (end, isCut) = (slice.End, false);
        }

        Demand(text.Text == string.Concat(output), "The output is the slices of the source, with the signs of cuts.");
        return kept;
    }

    /// <summary>Words rise, cover all but white space, and each is in the output or not, as its fate says.</summary>
    private static void CheckWords(CompressedText text, bool[] kept)
    {
        var end = 0;
        foreach (var word in text.Words!)
        {
            var span = word.Unit.Span;
            Demand(span.Start >= end && span.End > span.Start && span.End <= kept.Length, $"Words rise: {span} after {end}.");
            Demand(string.IsNullOrWhiteSpace(text.Source[end..span.Start]), $"Words leave out nothing but white space, as before {span}.");
            Demand(!kept.AsSpan(span.Start, span.Length).Contains(!word.Kept), $"A word that is {word.Reason} is whole or gone: {span}.");
            end = span.End;
        }

        Demand(text.Words!.Count == 0 || string.IsNullOrWhiteSpace(text.Source[end..]), "Words reach to the end.");
    }

    private static void CheckProtected(CompressionRequest request, int context, bool[] kept, bool isDropped)
    {
        var text = SegmentedText.Of(request.Contexts[context], request.Parts?[context]);
        var content = TextPart.Content(text.Text, request.Parts?[context]);
        var rules = ExtractiveCompressor.RulesOf(request);
        foreach (var found in TaggedParts.Protect(text, content, rules))
        {
            Demand(found.Kind != ProtectionKind.Always || isDropped || request.DropConsecutive || ShareOf(found) == 1, $"What {found.Rule} fixes is kept: {found.Span}.");
        }

        // What another rule says of a part of it changes nothing.
        foreach (var found in rules.SelectMany(rule => TaggedParts.Protect(text, content, [rule])))
        {
            Demand(ShareOf(found) is 0 or 1, $"What {found.Rule} protects is kept or dropped whole: {found.Span}.");
        }

        double ShareOf(ProtectedSpan found)
        {
            var visible = Enumerable.Range(found.Span.Start, found.Span.Length).Where(i => !char.IsWhiteSpace(text.Text[i])).ToArray();
            return visible.Length == 0 ? 1 : (double)visible.Count(i => kept[i]) / visible.Length;
        }
    }

    private static bool IsWithinBudget(CompressionRequest request, CompressionResult result) =>
        BudgetOf(request, result) is not { } budget || result.CompressedTokens <= budget || result.BudgetMissed
            || result.Skipped is SkipReason.NoGain or SkipReason.NoWords;

    /// <summary>Null: only the floor decides, or the parts have budgets of their own, that round each by itself.</summary>
    public static int? BudgetOf(CompressionRequest request, CompressionResult result)
    {
        if (request.TargetTokens is { } target)
        {
            return target;
        }

        if (request is not { Parts: null, Rate: { } rate })
        {
            return null;
        }

        return new TokenBudget(null, rate, result.OriginTokens).Of(FixedTokens(request, result));
    }

    /// <summary>The next word that would be kept is over the budget. With a question or tags the order is not to be seen from outside.</summary>
    /// <returns>Whether there was such a word.</returns>
    private static bool CheckNextWordIsTooMuch(CompressionRequest request, CompressionResult result)
    {
        if (result is not { Skipped: null, BudgetMissed: false } || request is not { Parts: null, Question: null } || BudgetOf(request, result) is not { } budget)
        {
            return false;
        }

        var state = ChosenOf(request, result);
        Demand(state.RenderAll([]).SequenceEqual(result.Joined), "The fates of the words make the output.");
        if (Places(result).Where(place => CouldBeNext(place.Word)).OrderByDescending(place => place.Word.Unit.Score).FirstOrDefault() is not { Word.Unit.Span.Length: > 0 } next)
        {
            return false;
        }

        state.Choose(next.Place, keep: true);
        var more = request.Counter.Count(state.RenderAll([]));
        if (more == result.CompressedTokens)
        {
            return false; // It stands there for others already.
        }

        Demand(more > budget, $"The budget is met to within one word: {result.CompressedTokens} of {budget} tokens, and {more} with {next.Place}.");
        return true;

        // What holds two words apart is there already, but was not chosen; chosen, it may need others to hold it apart.
        bool CouldBeNext(WordDecision word) =>
            word.Reason == WordReason.Dropped || (word.Reason == WordReason.Joined && !word.Unit.Score.IsBelow(request.MinProbability));
    }

    /// <summary>One threshold over all texts.</summary>
    /// <returns>Whether there was one.</returns>
    private static bool CheckThreshold(CompressionRequest request, CompressionResult result)
    {
        if (request is not { Parts: null, Question: null } || result.Threshold is not { } threshold)
        {
            return false;
        }

        foreach (var (_, word) in Places(result))
        {
            Demand(
                word.Reason switch
                {
                    WordReason.Kept => word.Unit.Probability >= threshold,
                    WordReason.Dropped => word.Unit.Probability <= threshold,
                    _ => true,
                },
                $"One threshold decides: {word} at {threshold}.");
        }

        return true;
    }

    /// <summary>With only fixed units chosen.</summary>
    private static SelectionState StateOf(CompressionRequest request, CompressionResult result)
    {
        var units = result.Texts.Select(text => text.Words!.Select(word => word.Unit).ToArray()).ToArray();
        var state = new SelectionState(request.Contexts, units, request.DropConsecutive, request.Before, request.After)
        {
            StringShare = request is { TargetTokens: null, Rate: { } share } ? share : 0,
        };
        foreach (var dropped in result.DroppedContexts)
        {
            state.Drop(dropped);
        }

        return state;
    }

    private static SelectionState ChosenOf(CompressionRequest request, CompressionResult result)
    {
        var state = StateOf(request, result);
        state.MayBeBlank = result.Texts.Where((_, i) => !result.DroppedContexts.Contains(i)).Any(text => text.Words!.Count > 0 && !text.Words.Any(word => word.Kept));
        foreach (var (place, word) in Places(result))
        {
            // What nothing needs was chosen all the same, and comes back with the next word that needs it.
            if (word.Reason is WordReason.Kept or WordReason.Unneeded)
            {
                state.Choose(place, keep: true);
            }
        }

        return state;
    }

    private static IEnumerable<(UnitRef Place, WordDecision Word)> Places(CompressionResult result) =>
        result.Texts.SelectMany((text, document) => text.Words!.Select((word, i) => (new UnitRef(document, i), word)));
}

/// <param name="NextWord">The next word that would be kept is over the budget.</param>
/// <param name="Threshold">One threshold over all texts.</param>
internal readonly record struct Tried(bool NextWord, bool Threshold);

/// <summary>An answer is not what every answer is.</summary>
internal sealed class BrokenPromiseException(string promise) : Exception(promise);

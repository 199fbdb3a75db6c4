using System.Text;
using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>The library's <c>__merge_token_to_word</c> and <c>__token_prob_to_word_prob</c>.</summary>
internal sealed class WordMerger(LlmlinguaTokenizer tokenizer, ForceTokenMap force, LlmlinguaRequest request)
{
    public List<LlmlinguaWord> Merge(ReadOnlySpan<LlmlinguaToken> tokens, ReadOnlySpan<float> probabilities)
    {
        var words = new List<LlmlinguaWord>();
        Word? word = null;
        for (var i = 0; i < tokens.Length; i++)
        {
            var (token, probability) = (tokens[i].Text, probabilities[i]);
            if (tokenizer.IsSkipped(tokens[i]))
            {
                continue;
            }

            if (tokenizer.Family.StartsWord(token, force))
            {
                AddTo(words, word);
                var text = force.Restore(token);
                var isForced = force.IsForced(tokenizer.Family.Pure(token)) || IsReservedDigit(text);
                word = new Word(probability);
                word.Add(text, isForced ? null : probability);
            }
            else if (word is not null)
            {
                word.Add(tokenizer.Family.Pure(token), IsReservedDigit(token) ? null : probability);
            }
            else
            {
                throw LlmlinguaErrors.Of("LLMLingua-2 fails on this text: a chunk of it begins inside a word (IndexError).");
            }
        }

        AddTo(words, word);
        return words;
    }

    private bool IsReservedDigit(string token) => request.ForceReserveDigit && PythonText.HasDigit(token);

    private void AddTo(List<LlmlinguaWord> words, Word? word)
    {
        if (word is not null)
        {
            words.Add(word.Finish(request.TokenToWord));
        }
    }

    /// <summary>A word under construction. Sums are float32, as numpy's scalars add up.</summary>
    private sealed class Word(float free)
    {
        private readonly StringBuilder _text = new();
        private (float Value, bool IsSet) _first;
        private float _sum;
        private float _freeSum;
        private bool _allSet = true;
        private int _count;

        /// <param name="text">What the token adds.</param>
        /// <param name="probability">Null where the library puts 1.0 in its place.</param>
        public void Add(string text, float? probability)
        {
            _text.Append(text);
            if (_count++ == 0)
            {
                _first = (probability ?? 1, probability is null);
            }

            _sum += probability ?? 1;
            _allSet &= probability is null;

            // The probability of the word's first token again, not of this one: so the library writes it.
            _freeSum += free;
        }

        public LlmlinguaWord Finish(TokenToWord mode) => mode == TokenToWord.First
            ? new LlmlinguaWord(_text.ToString(), _first.Value, _first.IsSet, free)
            : new LlmlinguaWord(_text.ToString(), _sum / _count, _allSet, _freeSum / _count);
    }
}

/// <summary>A word of a chunk.</summary>
/// <param name="Text">Its tokens joined; on XLM-R still with its <c>▁</c>.</param>
/// <param name="Probability">With force tokens and reserved digits at 1.</param>
/// <param name="IsPythonFloat">The library set all of the probability itself, so it is no numpy float32.</param>
/// <param name="FreeProbability">What the model says; what context scores are made of.</param>
internal readonly record struct LlmlinguaWord(string Text, float Probability, bool IsPythonFloat, float FreeProbability);

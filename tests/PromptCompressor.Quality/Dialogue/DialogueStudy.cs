using System.Collections.Frozen;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Quality.Meaning;
using PromptCompressor.Quality.Methods;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Dialogue;

/// <summary>How much is left of the turns that answer a question, by every method at every compression.</summary>
internal sealed class DialogueStudy
{
    /// <summary>What people say while they think, and how transcripts write noises.</summary>
    private static readonly FrozenSet<string> Fillers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "um", "uh", "er", "eh", "ah", "oh", "mm", "hmm", "huh", "yeah", "yep", "okay", "ok", "well", "like", "know", "mean", "right", "disfmarker", "vocalsound", "nonvocalsound", "pause", "gap");

    private readonly IReadOnlyList<Meeting> _meetings;
    private readonly Tally<Key> _tally;

    public DialogueStudy(IReadOnlyList<Meeting> meetings, IReadOnlyList<IMethod> methods) =>
        (_meetings, Methods, _tally) = (meetings, methods, new Tally<Key>(meetings.Count));

    /// <summary>How many times shorter, and as shares of tokens kept.</summary>
    public static IReadOnlyList<double> Compressions { get; } = [8.8, 4, 1.9];

    public static IReadOnlyList<double> Shares { get; } = [.. Compressions.Select(times => 1 / times)];

    public IReadOnlyList<IMethod> Methods { get; }

    public int Questions => _meetings.Sum(meeting => meeting.Questions.Count);

    public static IReadOnlyList<IMethod> MethodsOf(CompressionEngine engine)
    {
        var compressor = engine.CompressorOf(engine.Model(null));
        return
        [
            new Product($"{engine.DefaultModel}, with the question", compressor, knowsQuestion: true),
            new Product(engine.DefaultModel, compressor, knowsQuestion: false),
            Baselines.Bm25Sentences,
            Baselines.EveryKthSentence,
            Baselines.Prefix,
            Baselines.RandomWords,
        ];
    }

    public Task RunAsync() => Report.WorkOnAsync("questions", _meetings.Index().SelectMany(meeting => meeting.Item.Questions, (meeting, question) => (meeting.Index, Meeting: meeting.Item, Question: question)).ToList(), async one =>
    {
        var all = WordsOf(one.Meeting);
        var contents = ContentWordsOf(one.Meeting);
        var relevant = one.Question.Relevant.ToHashSet();
        for (var method = 0; method < Methods.Count; method++)
        {
            for (var share = 0; share < Shares.Count; share++)
            {
                var output = await Methods[method].CompressAsync(one.Meeting.Source, one.Question.Question, Shares[share]);
                var kept = new KeptText(one.Meeting.Source.Text, output.Text, output.Spans);
                var (left, contentsLeft) = (LeftOf(all, kept), LeftOf(contents, kept));
                for (var turn = 0; turn < all.Count; turn++)
                {
                    _tally.Add(one.Index, new Key(relevant.Contains(turn) ? Figure.RelevantWords : Figure.OtherWords, method, share), left[turn], all[turn].Count);
                    _tally.Add(one.Index, new Key(relevant.Contains(turn) ? Figure.RelevantContents : Figure.OtherContents, method, share), contentsLeft[turn], contents[turn].Count);
                    if (relevant.Contains(turn) && all[turn].Count > 0)
                    {
                        _tally.Add(one.Index, new Key(Figure.RelevantTurns, method, share), left[turn] > 0 ? 1 : 0, 1);
                    }
                }
            }
        }
    });

    /// <summary>For each turn the words that are said in it; marks are none.</summary>
    public static IReadOnlyList<IReadOnlyList<TextSpan>> WordsOf(Meeting meeting) =>
        ByTurn(meeting, [.. meeting.Source.Words.Where(word => IsSaid(word.Of(meeting.Source.Text)))]);

    /// <summary>The same without function words and fillers.</summary>
    public static IReadOnlyList<IReadOnlyList<TextSpan>> ContentWordsOf(Meeting meeting)
    {
        var isStopWord = StopWords.Of("en").Find(meeting.Source);
        return ByTurn(meeting, [.. meeting.Source.Words.Where((word, i) => !isStopWord[i] && IsSaid(word.Of(meeting.Source.Text)) && !Fillers.Contains(word.Of(meeting.Source.Text).ToString()))]);
    }

    private static IReadOnlyList<IReadOnlyList<TextSpan>> ByTurn(Meeting meeting, List<TextSpan> words)
    {
        var next = 0;
        return [.. meeting.Turns.Select(turn =>
        {
            var own = new List<TextSpan>();
            for (; next < words.Count && words[next].Start < turn.Words.End; next++)
            {
                if (words[next].Start >= turn.Words.Start)
                {
                    own.Add(words[next]);
                }
            }

            return own;
        })];
    }

    /// <summary>For each turn how many of its words are left.</summary>
    public static IReadOnlyList<int> LeftOf(IReadOnlyList<IReadOnlyList<TextSpan>> words, KeptText kept) => [.. words.Select(turn => turn.Count(kept.HasAny))];

    /// <returns>The share of the words, or turns, that are left.</returns>
    public Estimate Left(Figure figure, int method, int share) => _tally.Share(new Key(figure, method, share));

    /// <summary>How many times as likely a content word of the relevant turns stays as another.</summary>
    public Estimate Preference(int method, int share) => _tally.Ratio(new Key(Figure.RelevantContents, method, share), new Key(Figure.OtherContents, method, share));

    private static bool IsSaid(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsLetterOrDigit(c))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Key(Figure Figure, int Method, int Share);
}

/// <summary>What of a transcript is counted.</summary>
internal enum Figure
{
    RelevantWords,

    /// <summary>Without function words and fillers.</summary>
    RelevantContents,

    /// <summary>Turns of which a word is left beside the speaker.</summary>
    RelevantTurns,

    OtherWords,
    OtherContents,
}

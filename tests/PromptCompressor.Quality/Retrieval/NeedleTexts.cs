using PromptCompressor.Quality.Data;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality.Retrieval;

/// <summary>
/// Long texts with needles in the manner of RULER, the same on every run. The filler of a task is one sequence of paragraphs or lines of which every text takes as many of
/// the first as fit, so that what the model computes for one text serves the others.
/// </summary>
internal sealed class NeedleTexts
{
    private const int ValuesOfOneKey = 4;
    private const int NamesOfAChain = 5;
    private const int SmallestValue = 1_000_000;
    private const int LargestValue = 10_000_000;

    private static readonly string[] Colours = ["amber", "crimson", "ivory", "violet", "copper", "indigo", "silver", "scarlet", "olive", "cobalt", "maroon", "turquoise", "beige", "golden", "hazel", "lilac"];
    private static readonly string[] Animals = ["falcon", "otter", "badger", "heron", "lynx", "beetle", "walrus", "magpie", "ferret", "salmon", "tortoise", "weasel", "puffin", "gazelle", "marten", "curlew"];

    private readonly Filler _prose = new("\n\n", i => SampleTexts.Paragraph("prose", i));

    /// <summary>A line for each number, no two of one key.</summary>
    private readonly Filler _lines = new("\n", i => Locker(KeyOf(i), new Random(i).Next(SmallestValue, LargestValue)).Sentence);

    /// <param name="task">What is hidden.</param>
    /// <param name="tokens">How long the text may be.</param>
    /// <param name="repetition">Texts of other numbers have other needles, in other places.</param>
    public NeedleText Of(NeedleTask task, int tokens, int repetition)
    {
        var random = new Random(HashCodeOf(task, tokens, repetition));
        return task == NeedleTask.KeyValue ? KeyValue(tokens, random) : InProse(task, tokens, random);
    }

    private NeedleText KeyValue(int tokens, Random random)
    {
        var lines = _lines.Take(tokens);
        var asked = random.Next(lines.Count);
        var needle = Locker(KeyOf(asked), new Random(asked).Next(SmallestValue, LargestValue));
        return new NeedleText(NeedleTask.KeyValue, tokens, new SourceText([string.Join('\n', lines)]), QuestionOf(needle.Key), [needle]);
    }

    private NeedleText InProse(NeedleTask task, int tokens, Random random)
    {
        var (question, needles) = task switch
        {
            NeedleTask.Tracking => Chain(random),
            NeedleTask.Multi => SameKey(random, ValuesOfOneKey),
            _ => SameKey(random, 1),
        };
        var parts = _prose.Take(tokens - needles.Sum(needle => _prose.TokensOf(needle.Sentence))).ToList();

        // Needles keep their order: a name stands for one that is known already.
        var places = Enumerable.Range(0, needles.Count).Select(_ => random.Next(parts.Count + 1)).OrderDescending().ToList();
        foreach (var (place, needle) in places.Zip(needles.Reverse()))
        {
            parts.Insert(place, needle.Sentence);
        }

        return new NeedleText(task, tokens, new SourceText([string.Join("\n\n", parts)]), question, needles);
    }

    private static (string Question, IReadOnlyList<Needle> Needles) SameKey(Random random, int count)
    {
        var key = KeyOf(random.Next(Colours.Length * Animals.Length));
        return (QuestionOf(key), [.. Enumerable.Range(0, count).Select(_ => Locker(key, random.Next(SmallestValue, LargestValue)))]);
    }

    private static (string Question, IReadOnlyList<Needle> Needles) Chain(Random random)
    {
        var names = Enumerable.Range(0, int.MaxValue).Select(_ => new string(random.GetItems<char>("BCDFGKLMNPRTVZ", 4))).Distinct().Take(NamesOfAChain).ToList();
        var value = Number(random.Next(SmallestValue, LargestValue));
        return ($"Which names stand for {value}?", [.. names.Select((name, i) => Naming(name, i == 0 ? value : names[i - 1]))]);

        static Needle Naming(string name, string value) => new($"Let {name} be {value}.", name, value);
    }

    private static string QuestionOf(string key) => $"What is the locker number of {key}?";

    private static Needle Locker(string key, int number) => new($"The locker number of {key} is {Number(number)}.", key, Number(number));

    private static string KeyOf(int i)
    {
        var (round, place) = Math.DivRem(i, Colours.Length * Animals.Length);
        var key = $"{Colours[place % Colours.Length]}-{Animals[((place / Colours.Length) + place) % Animals.Length]}";
        return round == 0 ? key : $"{key}-{round}";
    }

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int HashCodeOf(NeedleTask task, int tokens, int repetition) => (((int)task * 1_000_003) + tokens) * 31 + repetition;

    /// <summary>Parts of a text without an end.</summary>
    private sealed class Filler(string gap, Func<int, string> part)
    {
        private readonly List<string> _parts = [];
        private readonly List<int> _ends = [];

        /// <summary>As many of the first parts as fit.</summary>
        public IReadOnlyList<string> Take(int tokens)
        {
            while (_ends.Count == 0 || _ends[^1] <= tokens)
            {
                var next = part(_parts.Count);
                _parts.Add(next);
                _ends.Add((_ends.Count == 0 ? 0 : _ends[^1]) + TokensOf(next));
            }

            return _parts[.._ends.FindIndex(end => end > tokens)];
        }

        public int TokensOf(string part) => SourceText.Counter.Count(part + gap);
    }
}

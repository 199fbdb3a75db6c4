using System.Text;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Meaning;

/// <summary>What denies, limits or conditions a word stays with it, in every language of the tables.</summary>
public sealed class GuardRuleTests
{
    /// <summary>Sentences of <c>Golden/meaning/guards.txt</c>: <c>[guard]</c> stays if <c>{governed}</c> does.</summary>
    public static TheoryData<string, string> Sentences { get; } =
        [.. File.ReadLines(Path.Combine(TestPaths.Golden, "meaning", "guards.txt"))
            .Where(line => line is not (['#', ..] or ""))
            .Select(line => line.Split('\t'))
            .Select(parts => (parts[0], parts[1]))];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Bind_GovernedWordKept_KeepsItsGuard(string language, string marked)
    {
        var (text, guards, governed) = Parse(marked);
        var bound = new BoundText(text, language.Length);

        foreach (var word in governed)
        {
            var kept = bound.Keep(word);
            Assert.All(guards, guard => Assert.True(bound.IsKept(kept, guard), $"{guard.Of(text)} of {text}"));
        }
    }

    /// <summary>Between others of its language a sentence keeps its guards to itself.</summary>
    [Theory]
    [MemberData(nameof(Sentences))]
    public void Bind_SentenceBesideIt_NeedsNoGuardOfIt(string language, string marked)
    {
        var (text, guards, governed) = Parse(marked);
        var gap = language is "zh" or "ja" ? "" : language is "th" ? "\n" : " ";
        var both = text + gap + text;
        var shift = text.Length + gap.Length;
        var bound = new BoundText(both);

        var kept = bound.Keep(governed.Select(span => new TextSpan(span.Start + shift, span.End + shift)));

        Assert.All(guards, guard => Assert.True(bound.IsKept(kept, new TextSpan(guard.Start + shift, guard.End + shift)), both));
        Assert.DoesNotContain(guards, guard => bound.IsKept(kept, guard));
    }

    [Theory]
    [InlineData("There is no evidence that it harms the liver.", "liver", "no")]
    [InlineData("Clause 7 shall survive; clause 8 shall not.", "8", "not")]
    [InlineData("We found that she had not, as they said, signed it.", "said", "not")]
    public void Bind_GuardKept_NeverStandsAlone(string text, string chosen, string guard)
    {
        var left = BoundText.Keep(text, chosen).Split(' ');

        Assert.Contains(left, word => word.TrimEnd(',', '.') == guard);
        Assert.True(left.Length > 2, string.Join(' ', left));
    }

    /// <summary>What is denied is the next word that says something: not an article, not a likelier word far off, and not the word of another guard.</summary>
    [Theory]
    [InlineData("Neither the guard nor the driver saw the broken glass.", "glass", "guard")]
    [InlineData("Neither the guard nor the driver saw the broken glass.", "glass", "driver")]
    [InlineData("Ни сторож, ни водитель не видели стекла.", "стекла", "водитель")]
    [InlineData("Nie otworzymy bramy, dopóki inspektor nie podpisze papieru i nie odda kluczy.", "kluczy", "podpisze")]
    [InlineData("Ni le gardien ni le chauffeur n'ont vu la vitre.", "vitre", "chauffeur")]
    public void Bind_GuardsInARow_EachKeepsItsOwnWord(string text, string chosen, string governed) =>
        Assert.Contains(governed, BoundText.Keep(text, chosen).Split([' ', ',', '.']));

    /// <summary>What only helps a verb is not what is denied.</summary>
    [Theory]
    [InlineData("The director signed the paper, which nobody had asked for.", "paper", "asked")]
    [InlineData("The parcel has never been delivered to the neighbour.", "neighbour", "delivered")]
    [InlineData("Die Direktorin unterschrieb das Papier, das niemand hatte lesen dürfen.", "Papier", "lesen")]
    [InlineData("La directora firmó el papel, cosa que nadie había pedido.", "papel", "pedido")]
    [InlineData("La direttrice ha firmato il foglio, cosa che nessuno aveva chiesto.", "foglio", "chiesto")]
    [InlineData("Le courrier n'a jamais été livré au voisin.", "voisin", "livré")]
    [InlineData("Het pakket zou nooit zijn bezorgd bij de buurman.", "buurman", "bezorgd")]
    [InlineData("Paczka nigdy nie została doręczona sąsiadowi.", "sąsiadowi", "doręczona")]
    [InlineData("Balík nikdy nebyl doručen sousedovi.", "sousedovi", "doručen")]
    [InlineData("Посылка никогда не была доставлена соседу.", "соседу", "доставлена")]
    [InlineData("पार्सल पड़ोसी को पहुँचाया नहीं गया है।", "पार्सल", "पहुँचाया")]
    [InlineData("بدون خوذة لا يمكن الدخول إلى القاعة.", "القاعة", "الدخول")]
    public void Bind_HelperBehindAGuard_KeepsTheVerb(string text, string chosen, string governed) =>
        Assert.Contains(governed, BoundText.Keep(text, chosen).Split([' ', ',', '.', '।']));

    /// <summary>"The board did not agree, if you ask me" sets no condition: without its brackets the aside would.</summary>
    [Fact]
    public void Bind_GuardInBrackets_KeepsThem()
    {
        var left = BoundText.Keep("The board (if you ask me) did not agree.", "board");

        Assert.Matches(@"\( *if .*\)", left);
    }

    /// <summary>A limit says something of the phrase beside it; what is said of others can do without.</summary>
    [Theory]
    [InlineData("He moved to Paris after the war and painted.", "moved", "after", false)]
    [InlineData("He moved to Paris after the war and painted.", "war", "after", true)]
    [InlineData("The hall is used by at most eighty guests.", "hall", "most", false)]
    [InlineData("Use the blue key instead of the red one.", "blue", "instead", false)]
    [InlineData("Use the blue key instead of the red one.", "red", "instead", true)]
    [InlineData("The samples must not be stored for more than three days.", "stored", "three", true)]
    [InlineData("Der Saal wird von höchstens achtzig Gästen genutzt.", "Saal", "höchstens", false)]
    [InlineData("Er zog nach dem Krieg um.", "Krieg", "nach", true)]
    [InlineData("He moved to Paris after the end of the long and bitter war.", "bitter", "after", true)]
    public void Bind_Limit_StaysWithItsPhraseOrBesideADenial(string text, string chosen, string limit, bool stays) =>
        Assert.Equal(stays, BoundText.Keep(text, chosen).Split(' ').Contains(limit));

    /// <summary>The same word is a guard in one language and none in another.</summary>
    [Theory]
    [InlineData("O livro está no quarto da casa e a chave está na mesa.", "livro", "no")]
    [InlineData("Het is nu tijd om de deur te openen voor de gasten van het hotel.", "deur", "nu")]
    [InlineData("Dobrý den, neděle je v nemocnici tichá a sestry jsou na oddělení nejlepší.", "sestry", "nejlepší")]
    public void Bind_WordOfAnotherLanguage_IsNoGuard(string text, string chosen, string guard) =>
        Assert.DoesNotContain(guard, BoundText.Keep(text, chosen).Split(' '));

    /// <summary>What begins like a guard and is none.</summary>
    [Theory]
    [InlineData("Sin embargo, este director firmó el papel de la casa.", "papel", "Sin")]
    [InlineData("Anche se il gatto dorme, la casa è grande e bella.", "casa", "se")]
    [InlineData("Các phi hành gia đã được đưa về nhà và nghỉ.", "nhà", "phi")]
    [InlineData("كان المدير في المكتب ثم غادر إلى البيت.", "المكتب", "كان")]
    [InlineData("Он купил более сильную машину и уехал.", "машину", "более")]
    public void Bind_PhraseThatIsNone_IsNoGuard(string text, string chosen, string guard) =>
        Assert.DoesNotContain(guard, BoundText.Keep(text, chosen).Split(' '));

    /// <summary>A limit of numbers alone.</summary>
    [Theory]
    [InlineData("该地区最大的企业在这里。", "企", "最大", false)]
    [InlineData("票价最高200元。", "元", "最高", true)]
    [InlineData("Он ждал более двух часов.", "часов", "более", true)]
    public void Bind_LimitOfNumbers_NeedsOne(string text, string chosen, string limit, bool stays) =>
        Assert.Equal(stays, BoundText.Keep(text, chosen).Contains(limit, StringComparison.Ordinal));

    /// <summary>Characters that Chinese and Japanese share deny what stands behind them in the one, and in front of them in the other.</summary>
    [Theory]
    [InlineData("这里不可吸烟。", "不可", "不可吸烟")]
    [InlineData("ここは喫煙不可です。", "不可", "喫煙不可")]
    public void Bind_SharedCharacters_DenyAsTheirLanguageDoes(string text, string chosen, string expected) =>
        Assert.Equal(expected, BoundText.Keep(text, chosen).TrimEnd('。'));

    [Fact]
    public void Bind_JapaneseVerb_KeepsItsEndingAndItsRoot() =>
        Assert.Equal("飲んではいけません", BoundText.Keep("この薬を飲んではいけません", "いけません"));

    private static (string Text, List<TextSpan> Guards, List<TextSpan> Governed) Parse(string marked)
    {
        var text = new StringBuilder();
        var (guards, governed) = (new List<TextSpan>(), new List<TextSpan>());
        var start = 0;
        foreach (var c in marked)
        {
            switch (c)
            {
                case '[' or '{':
                    start = text.Length;
                    break;
                case ']':
                    guards.Add(new TextSpan(start, text.Length));
                    break;
                case '}':
                    governed.Add(new TextSpan(start, text.Length));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }

        return (text.ToString(), guards, governed);
    }
}

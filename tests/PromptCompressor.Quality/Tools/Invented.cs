using System.Globalization;

namespace PromptCompressor.Quality.Tools;

/// <summary>Names, words and times that no real project has.</summary>
internal sealed class Invented(Random random)
{
    private static readonly DateTime Start = new(2033, 3, 9, 4, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Things = ["basket", "ticket", "parcel", "tariff", "roster", "ledger", "voyage", "cabin", "berth", "permit", "manifest", "freight"];
    private static readonly string[] Firsts = ["Alma", "Bruno", "Celia", "Dario", "Edda", "Falk", "Greta", "Hanno", "Ines", "Joris"];
    private static readonly string[] Lasts = ["Arvendal", "Brisk", "Corvallon", "Dunmeer", "Estholm", "Farrow", "Gellert", "Hartwig", "Ilmonen", "Jarrow"];
    private static readonly string[] Towns = ["Brackwater", "Kestrup", "Lindhaven", "Morvenna", "Osterfeld", "Tarnby"];
    private static readonly string[] Verbs = ["load", "close", "merge", "price", "print", "book", "cancel", "check", "split", "archive"];

    private static readonly string[] Remarks =
    [
        "The list stays empty until the page is opened a second time.", "Since the last release the report needs twice as long.", "It happens on small screens only.",
        "A colleague saw the same with another account, but could not repeat it.", "The mail was sent, although the switch is off.", "After a restart it works for about an hour.",
    ];

    public Random Random => random;

    public string Thing => Of(Things);

    public string Name => $"{Of(Firsts)} {Of(Lasts)}";

    public string Last => Of(Lasts);

    public string Town => Of(Towns);

    public string Verb => Of(Verbs);

    public string Remark => Of(Remarks);

    public static IReadOnlyList<string> SomeThings => Things;

    public int Number(int low, int high) => random.Next(low, high);

    public T Of<T>(IReadOnlyList<T> any) => any[random.Next(any.Count)];

    public string Hex(int digits) => string.Create(digits, random, (span, source) => source.GetItems("0123456789abcdef", span));

    /// <summary>A time of day that moves on by seconds.</summary>
    public static string Stamp(int second, string format = "yyyy-MM-ddTHH:mm:ss.fffZ") =>
        Start.AddSeconds(second).AddMilliseconds(second * 37 % 1000).ToString(format, CultureInfo.InvariantCulture);

    public static string Pascal(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}

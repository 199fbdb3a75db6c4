using System.Text;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>Texts that are the same on every run and have nothing in common with each other.</summary>
internal static class LoadTexts
{
    /// <summary>The smaller model: more requests a second, and so more of the service beside the model.</summary>
    public const string Model = "xlmr-mini-fast";

    private static readonly string[] Words =
        ["the", "contract", "of", "river", "was", "signed", "in", "a", "quiet", "harbour", "before", "winter", "and", "nobody", "asked", "why", "engines", "failed"];

    public static string Of(int words, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(i % 12 == 11 ? ".\n" : " ");
        }

        return text.Append(seed).ToString();
    }

    /// <summary>As many short as long ones, by powers of two.</summary>
    public static string OfAnySize(int least, int most, int seed) =>
        Of((int)(least * Math.Pow((double)most / least, new Random(seed).NextDouble())), seed);
}

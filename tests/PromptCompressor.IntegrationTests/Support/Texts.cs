using System.Text;

namespace PromptCompressor.IntegrationTests.Support;

internal static class Texts
{
    public const string Meeting =
        "Okay, so, um, thank you all for joining today. As I was saying before we started, the migration of the billing service "
        + "to the new cluster was finished on 14 March 2026, and, you know, everybody was really quite happy about that. "
        + "The error rate went down from 2.4 % to 0.3 %, which is of course a very good result. Maria will write the post-mortem "
        + "by Friday, and Tom is going to send the invoice INV-20417 over 1,250.00 EUR to the customer at ops@example.com.";

    /// <summary>Of four subjects, in German and French. English questions share no word with them.</summary>
    public static readonly string[] Foreign =
    [
        "Im Herbst verkauft der Verein Äpfel, Honig und Körbe.",
        "La réunion est reportée à jeudi. Le client veut revoir le devis. Il demande surtout un délai plus court pour la livraison.",
        "Besucher dürfen seit dem Sommer nicht mehr in die Mühle, weil ein Stützbalken gebrochen ist.",
        "Der Preis für Roggen ist im März um vier Prozent gestiegen, sagt die Genossenschaft.",
    ];

    private static readonly string[] Words =
        ["the", "contract", "of", "river", "was", "signed", "in", "a", "quiet", "harbour", "before", "winter", "and", "nobody", "asked", "why", "engines", "failed"];

    /// <summary>Sentences that no other seed gives, so that nothing of them is cached.</summary>
    public static string Fresh(int words, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(i % 12 == 11 ? ".\n" : " ");
        }

        return text.ToString();
    }
}

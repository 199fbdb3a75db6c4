using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz;

/// <summary>The inputs that every run begins with, kept beside the program.</summary>
internal static partial class Corpus
{
    private static readonly string Folder = Path.Combine(TestPaths.Root, "tests", "PromptCompressor.Fuzz", "Corpus");

    public static byte[][] Files(string kind) =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, kind)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <param name="replay">A file to try alone; null: all.</param>
    public static string[] Texts(string? replay) => replay is null ? [.. Files("texts").Select(ReadText)] : [ReadText(File.ReadAllBytes(replay))];

    /// <summary>Any UTF-16 as a file: what UTF-8 or an editor would lose is written as <c>\uD800</c>.</summary>
    public static byte[] WriteText(string text)
    {
        var file = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (isPair)
            {
                file.Append(text[i++]).Append(text[i]);
            }
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] != '\n') || (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == 'u') || text[i] is '\ufeff' or '\u2028' or '\u2029')
            {
                file.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
            else
            {
                file.Append(text[i]);
            }
        }

        return Encoding.UTF8.GetBytes(file.ToString());
    }

    public static string ReadText(byte[] file) => Escape().Replace(
        Encoding.UTF8.GetString(file), match => ((char)int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}

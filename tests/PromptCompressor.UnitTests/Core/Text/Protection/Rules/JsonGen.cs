using CsCheck;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

/// <summary>Random JSON text, with the escapes, white space and odd characters that writers in the field produce.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Scalar = Gen.OneOf(
        Texts.OneOf("true", "false", "null", "0", "-1", "2.50", "1e-5", "-0.0E+2", "12345678901234567890"),
        Texts.OneOf("\"SHORT\"", "\"KEEP\"", "\"two words\"", "\"\""),
        Texts.OneOf("word", "it's", "3.5", "\\n", "\\\"q\\\"", "\\u00e9t\\u00e9", "\\\\", "a\\/b", "http://x.example", "{", "]", ",", "中文", "é", "\U0001F600", "\\ud83d\\ude00", ":")
            .List[6, 14].Select(words => "\"x " + string.Join(' ', words) + "\""));

    public static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 3 ? Scalar : Gen.OneOf(
        Scalar,
        Gen.Select(inner.List[0, 4], Texts.OneOf(",", ", ", ",\n  "), (items, comma) => "[" + string.Join(comma, items) + "]"),
        Gen.Select(inner.List[0, 4], Texts.OneOf(":", ": "), (items, colon) =>
            "{ " + string.Join(",", items.Select((item, i) => $"\"key {i}\\n\"{colon}{item}")) + " }")));
}

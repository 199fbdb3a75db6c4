using CsCheck;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

internal static class Texts
{
    public static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}

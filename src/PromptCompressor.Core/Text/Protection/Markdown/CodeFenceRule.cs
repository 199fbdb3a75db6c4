namespace PromptCompressor.Core.Text.Protection.Markdown;

/// <summary>Fenced code: a program with a word missing is no program, so nothing in it may go.</summary>
internal sealed class CodeFenceRule : IProtectionRule
{
    public string Name => "code_fence";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        foreach (var block in FencedBlocks.Find(text))
        {
            found.Add(new ProtectedSpan(block, ProtectionKind.Always, Name));
        }
    }
}

using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Tokenization;

/// <summary>Makes the tokenizer that a manifest names.</summary>
internal static class TokenizerLoader
{
    public const string XlmrUnigram = "xlmr-unigram";
    public const string WordPiece = "wordpiece";

    /// <exception cref="ModelLoadException">The kind or a setting is not supported.</exception>
    public static IOffsetTokenizer Load(ModelFolder folder)
    {
        var manifest = folder.Manifest.Tokenizer;
        var path = folder.FileOf(manifest.File);
        var special = new SpecialTokenIds(manifest.Cls, manifest.Sep, manifest.Pad, manifest.Unk);
        return manifest.Kind switch
        {
            XlmrUnigram => UnigramTokenizer.Load(path, special),
            _ => throw new ModelLoadException($"{folder.FileOf(ModelFolder.ManifestName)}: tokenizer.kind is '{manifest.Kind}'; supported are {XlmrUnigram} and {WordPiece}."),
        };
    }
}

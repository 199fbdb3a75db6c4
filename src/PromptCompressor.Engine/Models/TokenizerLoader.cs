using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Unigram;
using PromptCompressor.Engine.Tokenization.WordPiece;

namespace PromptCompressor.Engine.Models;

/// <summary>Makes the tokenizer that a manifest names, and holds it to what the manifest says of it.</summary>
internal static class TokenizerLoader
{
    public const string XlmrUnigram = "xlmr-unigram";
    public const string WordPiece = "wordpiece";

    /// <exception cref="ModelLoadException">The kind or a setting is not supported, or the files say something else than the manifest.</exception>
    public static IPieceTokenizer Load(ModelFolder folder)
    {
        var manifest = folder.Manifest.Tokenizer;
        var path = folder.FileOf(manifest.File);
        var isJson = Path.GetExtension(path) == ".json";
        var special = new SpecialTokenIds(manifest.Cls, manifest.Sep, manifest.Pad, manifest.Unk);
        try
        {
            IPieceTokenizer tokenizer = manifest.Kind switch
            {
                XlmrUnigram when isJson => UnigramTokenizerJson.Load(path),
                XlmrUnigram => UnigramTokenizer.Load(path, special),
                WordPiece when isJson => WordPieceTokenizerJson.Load(path),
                WordPiece => new WordPieceTokenizer(WordPieceVocabulary.Load(path), NormalizationOf(folder)),
                _ => throw new ModelLoadException($"{ManifestOf(folder)}: tokenizer.kind is '{manifest.Kind}'; supported are {XlmrUnigram} and {WordPiece}."),
            };
            return Check(folder, tokenizer, special);
        }
        catch (TokenizerFormatException e)
        {
            throw new ModelLoadException(e.Message, e);
        }
    }

    private static BertNormalization NormalizationOf(ModelFolder folder) => folder.Manifest.Tokenizer.LowerCase switch
    {
        true => BertNormalization.Uncased,
        false => BertNormalization.Cased,
        null => throw new ModelLoadException($"{ManifestOf(folder)}: tokenizer.lower_case is missing, and a vocabulary alone does not tell it."),
    };

    private static IPieceTokenizer Check(ModelFolder folder, IPieceTokenizer tokenizer, SpecialTokenIds special)
    {
        if (tokenizer.SpecialIds != special)
        {
            throw new ModelLoadException($"{ManifestOf(folder)}: tokenizer says {special}, but {folder.Manifest.Tokenizer.File} says {tokenizer.SpecialIds}.");
        }

        if (tokenizer is WordPieceTokenizer wordPiece && folder.Manifest.Tokenizer.LowerCase is { } lowerCase && lowerCase != wordPiece.LowerCase)
        {
            throw new ModelLoadException($"{ManifestOf(folder)}: tokenizer.lower_case is {lowerCase}, but {folder.Manifest.Tokenizer.File} says otherwise.");
        }

        return tokenizer;
    }

    private static string ManifestOf(ModelFolder folder) => folder.FileOf(ModelFolder.ManifestName);
}

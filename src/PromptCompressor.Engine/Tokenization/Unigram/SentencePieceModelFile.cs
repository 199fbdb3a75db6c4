using Google.Protobuf;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>
/// Reads a SentencePiece <c>.model</c>. Field numbers are those of
/// https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto
/// </summary>
internal static class SentencePieceModelFile
{
    private const int Pieces = 1;
    private const int TrainerSpec = 2;
    private const int NormalizerSpec = 3;

    private const int NormalPiece = 1;
    private const int UserDefinedPiece = 4;
    private const int BytePiece = 6;

    /// <summary>
    /// Checks that the model is one that is tokenised rightly here, and gives its pieces and its normalisation rules. A piece's
    /// id is its place in the file plus <paramref name="idShift"/>.
    /// </summary>
    public static (UnigramVocabulary Vocabulary, CharsMap CharsMap) Read(string path, int idShift)
    {
        try
        {
            var vocabulary = new UnigramVocabulary();
            var charsMap = Array.Empty<byte>();
            var id = idShift;
            var input = new CodedInputStream(File.ReadAllBytes(path));
            while (input.ReadTag() is var tag && tag != 0)
            {
                switch (WireFormat.GetTagFieldNumber(tag))
                {
                    case Pieces:
                        AddPiece(path, input.ReadBytes().CreateCodedInput(), id++, vocabulary);
                        break;
                    case TrainerSpec:
                        CheckTrainer(path, input.ReadBytes().CreateCodedInput());
                        break;
                    case NormalizerSpec:
                        charsMap = ReadNormalizer(path, input.ReadBytes().CreateCodedInput());
                        break;
                    default:
                        input.SkipLastField();
                        break;
                }
            }

            return (vocabulary, new CharsMap(charsMap));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TokenizerFormatException($"{path} is not a SentencePiece model: {e.Message}", e);
        }
    }

    private static void AddPiece(string file, CodedInputStream input, int id, UnigramVocabulary vocabulary)
    {
        var (piece, score, type) = (string.Empty, 0f, NormalPiece);
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    piece = input.ReadString();
                    break;
                case 2:
                    score = input.ReadFloat();
                    break;
                case 3:
                    type = input.ReadInt32();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        switch (type)
        {
            case NormalPiece:
                vocabulary.Add(piece, id, score);
                break;
            case UserDefinedPiece or BytePiece:
                throw TokenizerFormatException.Unsupported(file, $"type of piece {piece}", type);
        }
    }

    private static void CheckTrainer(string file, CodedInputStream input)
    {
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 3:
                    Require(file, "trainer_spec.model_type", input.ReadInt32(), 1);
                    break;
                case 24:
                    Require(file, "trainer_spec.treat_whitespace_as_suffix", input.ReadInt32(), 0);
                    break;
                case 35:
                    Require(file, "trainer_spec.byte_fallback", input.ReadInt32(), 0);
                    break;
                case 40:
                    Require(file, "trainer_spec.unk_id", input.ReadInt32(), 0);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static byte[] ReadNormalizer(string file, CodedInputStream input)
    {
        var charsMap = Array.Empty<byte>();
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 2:
                    charsMap = input.ReadBytes().ToByteArray();
                    break;
                case 3:
                    Require(file, "normalizer_spec.add_dummy_prefix", input.ReadInt32(), 1);
                    break;
                case 5:
                    Require(file, "normalizer_spec.escape_whitespaces", input.ReadInt32(), 1);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return charsMap;
    }

    private static void Require(string file, string setting, int value, int supported)
    {
        if (value != supported)
        {
            throw TokenizerFormatException.Unsupported(file, setting, value);
        }
    }
}

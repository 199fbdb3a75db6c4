using PromptCompressor.Core.Text;
namespace PromptCompressor.Engine.Tokenization;
public interface IOffsetTokenizer { int Cls {get;} int Sep {get;} void Encode(ReadOnlySpan<char> text, List<int> ids, List<TextSpan> offsets); }

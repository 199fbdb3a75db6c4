using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Retrieval;

/// <summary>What is hidden where.</summary>
internal enum NeedleTask
{
    /// <summary>One statement in prose.</summary>
    Single,

    /// <summary>One of very many statements of the same form.</summary>
    KeyValue,

    /// <summary>Several statements about one thing in prose.</summary>
    Multi,

    /// <summary>A name that stands for the value of another, and so on; the question names the value alone.</summary>
    Tracking,
}

/// <summary>A long text with needles.</summary>
/// <param name="Task">What is hidden in it.</param>
/// <param name="Tokens">How long it may be, in tokens of o200k_base.</param>
/// <param name="Source">The text.</param>
/// <param name="Question">What the needles answer.</param>
/// <param name="Needles">All that are asked for.</param>
internal sealed record NeedleText(NeedleTask Task, int Tokens, SourceText Source, string Question, IReadOnlyList<Needle> Needles);

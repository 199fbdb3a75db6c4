using PromptCompressor.Core.Text;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>A way to make a text shorter.</summary>
internal interface IMethod
{
    /// <summary>What tables and plots call it.</summary>
    string Name { get; }

    MethodKind Kind { get; }

    /// <summary>Whether it reads the question.</summary>
    bool KnowsQuestion { get; }

    /// <param name="source">The text.</param>
    /// <param name="question">For methods that know it.</param>
    /// <param name="kept">Share of the tokens of the text that the result may have, above 0 and at most 1.</param>
    Task<Output> CompressAsync(SourceText source, string question, double kept);
}

internal enum MethodKind
{
    Product,

    /// <summary>Ranks words by themselves.</summary>
    Words,

    /// <summary>Ranks sentences.</summary>
    Sentences,

    /// <summary>Cuts the end off.</summary>
    Cut,
}

/// <param name="Text">What is left of a text.</param>
/// <param name="Spans">Where that stands in <see cref="SourceText.Text"/>, in order; null from a method that does not say.</param>
internal sealed record Output(string Text, IReadOnlyList<TextSpan>? Spans);

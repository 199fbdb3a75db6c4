using PromptCompressor.Core.Text;

namespace PromptCompressor.Quality.Meaning;

/// <summary>What must hold of a text after compression, if enough is left of it that it could be false.</summary>
internal abstract record Claim
{
    /// <summary>Whether something is left that could be false.</summary>
    public abstract bool IsPossible(KeptText text);

    /// <summary>Whether it is.</summary>
    public abstract bool IsBroken(KeptText text);
}

/// <summary>What of a word is governed stays with its guard: a verb with its "not".</summary>
/// <param name="Guards">One of them is enough: <c>ne ... pas</c>.</param>
/// <param name="Governed">Any of them.</param>
internal sealed record Guarded(IReadOnlyList<TextSpan> Guards, IReadOnlyList<TextSpan> Governed) : Claim
{
    public override bool IsPossible(KeptText text) => Governed.Any(text.HasAny);

    public override bool IsBroken(KeptText text) => !Guards.Any(text.HasAll);
}

/// <summary>Words of a line stay with the label that it begins with, and the label begins a line.</summary>
internal sealed record Labelled(TextSpan Label, TextSpan Words) : Claim
{
    public override bool IsPossible(KeptText text) => text.HasAny(Words);

    public override bool IsBroken(KeptText text) => !text.HasAll(Label) || !text.BeginsLine(Label);
}

/// <summary>A number, a line of code or an element is there whole or not at all.</summary>
internal sealed record Whole(TextSpan Span) : Claim
{
    public override bool IsPossible(KeptText text) => text.HasAny(Span);

    public override bool IsBroken(KeptText text) => !text.HasAll(Span);
}

/// <summary>An element of which something is left has both its tags.</summary>
internal sealed record Enclosed(TextSpan Open, TextSpan Close) : Claim
{
    public override bool IsPossible(KeptText text) => text.HasAny(new TextSpan(Open.Start, Close.End));

    public override bool IsBroken(KeptText text) => !text.HasAll(Open) || !text.HasAll(Close);
}

/// <summary>Two numbers are not one.</summary>
internal sealed record NotGlued(TextSpan Left, TextSpan Right) : Claim
{
    public override bool IsPossible(KeptText text) => text.HasAll(Left) && text.HasAll(Right);

    public override bool IsBroken(KeptText text) => !text.HasAny(new TextSpan(Left.End, Right.Start)) && !text.HasMarkOrLine(Left.End, Right.Start);
}

/// <summary>Two sentences are two.</summary>
internal sealed record Apart(TextSpan Left, TextSpan Right) : Claim
{
    public override bool IsPossible(KeptText text) => text.HasAny(Left) && text.HasAny(Right);

    public override bool IsBroken(KeptText text) => !text.IsDivided(Left, Right);
}

/// <summary>Something is left.</summary>
internal sealed record NotBlank : Claim
{
    public override bool IsPossible(KeptText text) => true;

    public override bool IsBroken(KeptText text) => string.IsNullOrWhiteSpace(text.Output);
}

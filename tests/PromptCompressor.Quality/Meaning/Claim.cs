using PromptCompressor.Core.Text;

namespace PromptCompressor.Quality.Meaning;

/// <summary>What must hold of a text after compression, if enough is left of it that it could be false.</summary>
internal abstract record Claim
{
    /// <summary>Whether something is left that could be false.</summary>
    public abstract bool IsPossible(KeptText text);

    /// <summary>Whether it is.</summary>
    public abstract bool IsBroken(KeptText text);

    /// <summary>Which words of a text it is about.</summary>
    public string Show(string text) => $"{GetType().Name} {string.Join(" | ", About.Select(span => span.Of(text).ToString()))}";

    protected abstract IEnumerable<TextSpan> About { get; }
}

/// <summary>What of a word is governed stays with its guard: a verb with its "not".</summary>
/// <param name="Guards">One of them is enough: <c>ne ... pas</c>.</param>
/// <param name="Governed">Any of them.</param>
internal sealed record Guarded(IReadOnlyList<TextSpan> Guards, IReadOnlyList<TextSpan> Governed) : Claim
{
    protected override IEnumerable<TextSpan> About => [.. Guards, .. Governed];

    public override bool IsPossible(KeptText text) => Governed.Any(text.HasAny);

    public override bool IsBroken(KeptText text) => !Guards.Any(text.HasAll);
}

/// <summary>Words of a line stay with the label that it begins with, and the label begins a line.</summary>
internal sealed record Labelled(TextSpan Label, TextSpan Words) : Claim
{
    protected override IEnumerable<TextSpan> About => [Label, Words];

    public override bool IsPossible(KeptText text) => text.HasAny(Words);

    public override bool IsBroken(KeptText text) => !text.HasAll(Label) || !text.BeginsLine(Label);
}

/// <summary>A number or a line of code is there whole or not at all; the article in front of <c>a quarter</c> may go.</summary>
internal sealed record Whole(TextSpan Span) : Claim
{
    protected override IEnumerable<TextSpan> About => [Span];

    public override bool IsPossible(KeptText text) => text.HasAny(Span);

    public override bool IsBroken(KeptText text) => !text.HasAll(text.WithoutArticle(Span));
}

/// <summary>An element of which something is left has both its tags.</summary>
internal sealed record Enclosed(TextSpan Open, TextSpan Close) : Claim
{
    protected override IEnumerable<TextSpan> About => [Open, Close];

    public override bool IsPossible(KeptText text) => text.HasAny(new TextSpan(Open.Start, Close.End));

    public override bool IsBroken(KeptText text) => !text.HasAll(Open) || !text.HasAll(Close);
}

/// <summary>Two numbers are not one: where nothing is left between them, a unit or a word is: <c>16 GB 2.4 GHz</c>, but not <c>3 40</c>.</summary>
internal sealed record NotGlued(TextSpan Left, TextSpan Right) : Claim
{
    protected override IEnumerable<TextSpan> About => [Left, Right];

    public override bool IsPossible(KeptText text) => text.HasAll(Left) && text.HasAll(Right);

    public override bool IsBroken(KeptText text) =>
        text.EndsInNumeral(Left) && text.BeginsWithNumeral(Right) && !text.HasAny(new TextSpan(Left.End, Right.Start)) && !text.HasMarkOrLine(Left.End, Right.Start);
}

/// <summary>Two sentences are two.</summary>
internal sealed record Apart(TextSpan Left, TextSpan Right) : Claim
{
    protected override IEnumerable<TextSpan> About => [Left, Right];

    public override bool IsPossible(KeptText text) => text.HasAny(Left) && text.HasAny(Right);

    public override bool IsBroken(KeptText text) => !text.IsDivided(Left, Right);
}

/// <summary>Something is left.</summary>
internal sealed record NotBlank : Claim
{
    protected override IEnumerable<TextSpan> About => [];

    public override bool IsPossible(KeptText text) => true;

    public override bool IsBroken(KeptText text) => string.IsNullOrWhiteSpace(text.Output);
}

namespace PromptCompressor.Core.Meaning.Words;

/// <summary>What else than a guard a word can be.</summary>
[Flags]
internal enum Role : ushort
{
    None = 0,

    /// <summary>A number itself: <c>two</c>, <c>half</c>, 三.</summary>
    Number = 1,

    /// <summary>Between two numbers that are one: <c>and</c>, <c>of</c>, <c>Komma</c>.</summary>
    Between = 2,

    /// <summary>Behind a number: <c>hours</c>, <c>mmHg</c>, 人.</summary>
    Unit = 4,

    /// <summary>In front of one: <c>Article</c>, <c>Abs</c>, 第.</summary>
    BeforeNumber = 8,

    /// <summary>Ends with a full stop inside sentences: <c>Dr</c>, <c>bzw</c>.</summary>
    Abbreviation = 16,

    /// <summary>Helps another word to say something: <c>had</c>, <c>been</c>, <c>can</c>.</summary>
    Auxiliary = 32,

    /// <summary>Begins another clause behind a comma: <c>which</c>, <c>but</c>.</summary>
    Clause = 64,

    /// <summary>Says of the name behind or before it who did it: <c>by</c>, 被, <c>tarafından</c>.</summary>
    Agent = 128,
}

/// <summary>Where what a guard governs stands.</summary>
internal enum Governs : byte
{
    /// <summary>Behind it: <c>not</c>, <c>without</c>.</summary>
    Following,

    /// <summary>In front of it: <c>değil</c>, <c>ません</c>.</summary>
    Preceding,

    /// <summary>In the guard itself: <c>bulunamadı</c>, <c>cannot</c>.</summary>
    Itself,
}

/// <summary>What a word that denies, limits or conditions is about.</summary>
/// <param name="Governs">Where the word stands that it never goes without.</param>
/// <param name="IsLimit">Whether it says something of the phrase beside it alone, and not of the whole sentence.</param>
/// <param name="NeedsNumber">Whether it is one beside a number alone: 最高 ten is a limit, 最高 peak is none.</param>
internal readonly record struct Guard(Governs Governs, bool IsLimit = false, bool NeedsNumber = false);

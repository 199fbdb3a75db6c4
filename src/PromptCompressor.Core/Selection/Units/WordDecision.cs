namespace PromptCompressor.Core.Selection.Units;

/// <param name="Unit">The word or protected span.</param>
/// <param name="Reason">What became of it, and why.</param>
public readonly record struct WordDecision(SelectableUnit Unit, WordReason Reason)
{
    /// <summary>Whether it is in the output.</summary>
    public bool Kept => Reason < WordReason.Dropped;

    /// <summary>Whether it is a line of structure, of which no model says how probable it is.</summary>
    public bool IsStructure => Reason is WordReason.Whole or WordReason.Altered or WordReason.Omitted;
}

public enum WordReason
{
    /// <summary>Its probability was enough.</summary>
    Kept,

    /// <summary>A force token, or a word with a digit where words with digits are reserved.</summary>
    Forced,

    /// <summary>A rule says that it always stays.</summary>
    Protected,

    /// <summary>Without it kept words would run together, or say something else: the <c>not</c> of a kept verb, the name in front of a kept line.</summary>
    Joined,

    /// <summary>The whole text came back as it was.</summary>
    Skipped,

    /// <summary>A line of structure that is in the output as it came.</summary>
    Whole,

    /// <summary>Structure that is in the output in another shape; whether without a loss, its block says.</summary>
    Altered,

    /// <summary>Its probability was not enough.</summary>
    Dropped,

    /// <summary>With what it needs it is larger than what was left of the budget.</summary>
    TooLarge,

    /// <summary>Its probability is under the floor that the request sets.</summary>
    BelowFloor,

    /// <summary>Its whole context was dropped: see <see cref="ContextFilter"/>.</summary>
    ContextDropped,

    /// <summary>A force token right after an equal one, where only the first of them stays.</summary>
    Repeated,

    /// <summary>A label, tag or mark with nothing left to stand for.</summary>
    Unneeded,

    /// <summary>A tag, which is no text.</summary>
    Tag,

    /// <summary>A line of structure that is not in the output.</summary>
    Omitted,
}

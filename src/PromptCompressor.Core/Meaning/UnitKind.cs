namespace PromptCompressor.Core.Meaning;

/// <summary>What a unit is to the rules of this room.</summary>
internal enum UnitKind : byte
{
    /// <summary>A word, or a protected span such as a URL.</summary>
    Word,

    /// <summary>Has a digit.</summary>
    Number,

    /// <summary>A character, or a run of Katakana, of a script without spaces.</summary>
    Unspaced,

    /// <summary>An emoji, an operator, a bullet: says something by itself.</summary>
    Symbol,

    /// <summary>A comma or its like.</summary>
    Mark,

    /// <summary>A full stop or its like.</summary>
    End,

    Open,

    Close,

    /// <summary>A quotation mark that opens and closes alike.</summary>
    Quote,

    /// <summary>Structure of a table.</summary>
    Cell,

    /// <summary>JSON or code that stays as it is.</summary>
    Solid,

    /// <summary>A tag of this service, which is no text.</summary>
    Tag,
}

/// <summary>White space between two units.</summary>
internal enum Gap : byte
{
    None,
    Space,
    Line,
    Paragraph,
}

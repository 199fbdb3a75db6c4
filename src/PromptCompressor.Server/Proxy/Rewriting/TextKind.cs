namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Whose words a text is.</summary>
internal enum TextKind
{
    /// <summary>Of a system or developer message, or of one whose role is not known.</summary>
    Instruction,

    /// <summary>Of the user.</summary>
    User,

    /// <summary>What a model said before.</summary>
    Assistant,

    /// <summary>The result of a tool.</summary>
    Tool,

    /// <summary>A document or search result that stands beside the user's words.</summary>
    Document,
}

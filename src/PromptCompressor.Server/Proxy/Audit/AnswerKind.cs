namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>What an upstream did with a request, which decides whether its tokens are anything saved or spent.</summary>
internal enum AnswerKind
{
    /// <summary>It answered with success.</summary>
    Answer,

    /// <summary>It counted the tokens of the request and generated nothing.</summary>
    Count,

    /// <summary>It answered with an error or not at all, or the request was not forwarded. The client may send it again, so counting it would count twice.</summary>
    Failure,
}

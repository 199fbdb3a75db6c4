namespace PromptCompressor.Server.Fields;

/// <summary>Requests that a field belongs to; none of these for all requests.</summary>
[Flags]
internal enum FieldScope
{
    All = 0,

    /// <summary>Not those in mode <c>reference</c>.</summary>
    NativeMode = 1,

    /// <summary>Not those with <c>messages</c>.</summary>
    Context = 2,
}

internal static class FieldScopes
{
    public static string InWords(this FieldScope scope) => scope switch
    {
        FieldScope.NativeMode => "Not in mode `reference`.",
        FieldScope.Context => "With `context` only.",
        FieldScope.NativeMode | FieldScope.Context => "With `context` only, and not in mode `reference`.",
        _ => "",
    };
}

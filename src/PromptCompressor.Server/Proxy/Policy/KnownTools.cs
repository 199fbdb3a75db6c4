using System.IO.Enumeration;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>How results of tools are treated, by the tool's name. Names match without regard to case; <c>*</c> stands for any text and <c>?</c> for one character.</summary>
internal static class KnownTools
{
    /// <summary>Readers and editors of files, plans, and questions to the user: an edit needs the text that was read exactly, and what a tool says of an edit is short.</summary>
    private static readonly string[] Exact =
    [
        "read", "read_file*", "read_text_file", "read_multiple_files", "read_many_files", "readfile", "view", "view_file", "view_image", "view_diff", "open_file", "cat_file", "notebookread",
        "edit", "multiedit", "edit_*", "*_edit", "write", "write_file*", "write_to_file", "write_text_file", "write_new_file", "write_memory", "create_file", "create_new_file", "delete_file", "notebookedit", "replace", "replace_*", "search_replace",
        "str_replace*", "insert_edit_into_file", "apply_patch", "editor", "todowrite", "todo_write", "todoread", "update_plan", "exitplanmode", "askuserquestion", "ask_followup_question",
        "attempt_completion", "skill", "think", "finish", "save_memory", "retrieve_original", "headroom_retrieve",
    ];

    /// <summary>Shells, searches and listings: what they print is data, even where it reads like sentences.</summary>
    internal static readonly string[] Data =
    [
        "bash", "bashoutput", "taskoutput", "shell", "local_shell", "exec_command", "write_stdin", "execute_command", "run_command*", "run_shell_command", "run_terminal_c*", "run_in_terminal",
        "get_terminal_output", "terminal", "execute_bash", "powershell", "ipython", "execute_ipython_cell", "code_interpreter", "grep", "grep_*", "glob", "glob_*", "ls", "list_dir", "list_directory",
        "list_files", "list_code_definition_names", "lsp", "search_files", "search_codebase", "codebase_search", "semantic_search", "file_search", "file_glob_search", "find_files", "view_repo_map",
        "view_subdirectory", "directory_tree", "get_errors", "get_changed_files", "runtests", "run_tests", "test_failure",
    ];

    /// <param name="tool">Its name; null if the request does not tell it.</param>
    /// <param name="policy">Tools that the operator names.</param>
    public static ToolTreatment TreatmentOf(string? tool, PolicyOptions policy) => tool switch
    {
        null => ToolTreatment.ByContent,
        _ when IsNamed(tool, policy.ForcedTools) => ToolTreatment.ByContent,
        _ when IsNamed(tool, policy.ExemptTools) || IsNamed(tool, Exact) => ToolTreatment.AsItCame,
        _ when IsNamed(tool, Data) => ToolTreatment.NoWords,
        _ => ToolTreatment.ByContent,
    };

    /// <summary>Whether a list has a tool, by its whole name or without what a client or a server of tools puts before it, as in <c>mcp__files__read_file</c>, <c>functions.shell</c> and <c>copilot_readFile</c>.</summary>
    private static bool IsNamed(string tool, string[] names) => names.Length > 0 && (Matches(tool, names) || Matches(OwnNameOf(tool), names));

    private static bool Matches(string tool, string[] names) => Array.Exists(names, name => FileSystemName.MatchesSimpleExpression(name, tool, ignoreCase: true));

    private static string OwnNameOf(string tool)
    {
        var name = tool[(tool.LastIndexOfAny(['.', '/', ':']) + 1)..];
        name = name.LastIndexOf("__", StringComparison.Ordinal) is >= 0 and var at ? name[(at + 2)..] : name;
        return name.StartsWith("copilot_", StringComparison.OrdinalIgnoreCase) ? name["copilot_".Length..] : name;
    }
}

/// <summary>What may be done with the result of a tool.</summary>
internal enum ToolTreatment
{
    /// <summary>What its content allows.</summary>
    ByContent,

    /// <summary>Structure shrinks; prose stays as it came.</summary>
    NoWords,

    /// <summary>Nothing.</summary>
    AsItCame,
}

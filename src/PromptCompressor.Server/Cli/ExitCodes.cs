namespace PromptCompressor.Server.Cli;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The program cannot work as it is set up.</summary>
    public const int Failure = 1;

    /// <summary>The command or its input is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}

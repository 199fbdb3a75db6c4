namespace PromptCompressor.Server.Cli;

/// <summary>Lines of a check-up: what was found and, where something should change, what.</summary>
internal sealed class Findings(TextWriter output)
{
    public bool HasFailures { get; private set; }

    public void Good(string part, string found) => Write("ok  ", part, found, null);

    public void Doubtful(string part, string found, string change) => Write("warn", part, found, change);

    public void Failed(string part, string found, string change)
    {
        HasFailures = true;
        Write("FAIL", part, found, change);
    }

    private void Write(string verdict, string part, string found, string? change)
    {
        output.WriteLine($"{verdict}  {part,-8}  {found}");
        if (change is not null)
        {
            output.WriteLine($"                -> {change}");
        }
    }
}

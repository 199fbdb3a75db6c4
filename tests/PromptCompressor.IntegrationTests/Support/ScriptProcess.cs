using System.ComponentModel;
using System.Diagnostics;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Runs a program of another language in a folder of the repository.</summary>
internal static class ScriptProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>Its exit code and all that it wrote; null if there is no such program. One that hangs is ended and has no exit code of success.</returns>
    public static async Task<(int Code, string Report)?> RunAsync(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.Combine(TestPaths.Root, folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            using var patience = new CancellationTokenSource(Patience);
            await using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
            var reports = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            await process.WaitForExitAsync(CancellationToken.None);
            return (process.ExitCode, string.Concat(reports));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

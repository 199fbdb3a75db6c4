using System.Security.Cryptography;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz;

/// <summary>Tells of a run, and keeps what it found for another try.</summary>
internal static class Findings
{
    private static readonly string Folder = Path.Combine(TestPaths.Root, "artifacts", "fuzz");

    /// <returns>How many things went wrong.</returns>
    public static async Task<int> PrintAsync(FuzzReport report, CancellationToken cancellation)
    {
        Console.WriteLine($"{report.Inputs} inputs, {report.Kept} kept for something new, {report.Outcomes.Count} outcomes, {report.Findings.Count} findings");
        foreach (var (outcome, count) in report.Outcomes.OrderByDescending(entry => entry.Value).Take(40))
        {
            Console.WriteLine($"  {count,8}  {outcome}");
        }

        Directory.CreateDirectory(Folder);
        foreach (var finding in report.Findings)
        {
            var name = $"{report.Target}-{report.Seed}-{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..12]}";
            await File.WriteAllBytesAsync(Path.Combine(Folder, name), finding.Input, cancellation);
            await File.WriteAllTextAsync(Path.Combine(Folder, name + ".log"), finding.Detail, cancellation);
            Console.WriteLine($"FOUND {finding.Message}");
            Console.WriteLine($"      again with: {report.Target} --replay artifacts/fuzz/{name}");
        }

        return report.Findings.Count;
    }
}

using System.CommandLine;

namespace PromptCompressor.Server.Cli;

/// <summary>For container images without a shell or curl: asks a running service whether it is ready.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var url = ServiceAddress.Option();
        var command = new Command("health", "Exit with 0 if a running service is ready, else with 1.") { url };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(url)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri url, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(new Uri(url, "/health/ready"), cancellation);
            await Console.Out.WriteLineAsync(await response.Content.ReadAsStringAsync(cancellation));
            return response.IsSuccessStatusCode ? ExitCodes.Success : ExitCodes.Failure;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer from {url}: {e.Message}");
            return ExitCodes.Failure;
        }
    }
}

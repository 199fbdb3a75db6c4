using System.CommandLine;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Cli;

/// <summary>The option that says where a running service listens.</summary>
internal static class ServiceAddress
{
    public static Option<Uri> Option() => new("--url")
    {
        Description = "Where the service listens; by default where its environment variables tell it to.",
        DefaultValueFactory = _ => ListenAddress.Of(new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables().Build()),
        CustomParser = result =>
        {
            if (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                result.AddError($"--url is '{result.Tokens[0].Value}', and must be an address such as http://localhost:5080.");
            }

            return address;
        },
    };
}

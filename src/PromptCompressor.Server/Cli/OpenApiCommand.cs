using System.CommandLine;
using Microsoft.OpenApi;
using PromptCompressor.Server.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace PromptCompressor.Server.Cli;

internal static class OpenApiCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var file = new Argument<string?>("FILE") { Description = "Where to write it; standard output if absent.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("openapi", "Write the API's OpenAPI document. Loads no model.") { file };
        command.SetAction((parsed, cancellation) => RunAsync(build, parsed.GetValue(file), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Func<string[], WebApplication> build, string? file, CancellationToken cancellation)
    {
        await using var app = build([]);
#pragma warning disable ASP0014 // Endpoints are known to the document only once this is called; the host would do it at its start.
        app.UseRouting().UseEndpoints(_ => { });
#pragma warning restore ASP0014
        var document = app.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(OpenApiExtensions.DocumentName);
        var json = await document.SerializeAsJsonAsync(OpenApiExtensions.SpecVersion, cancellation) + "\n";
        if (file is null)
        {
            await Console.Out.WriteAsync(json);
        }
        else
        {
            await File.WriteAllTextAsync(file, json, cancellation);
        }

        return ExitCodes.Success;
    }
}

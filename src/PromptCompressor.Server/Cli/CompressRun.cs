using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Cli;

/// <summary>One compression in this process, without a web host.</summary>
internal static class CompressRun
{
    /// <summary>Bytes that are not UTF-8 are an error: a replacement character would be lost text. A byte order mark is passed over.</summary>
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    public static async Task<int> RunAsync(string? file, CompressRequest request, bool json, bool stats, CancellationToken cancellation)
    {
        try
        {
            var text = await ReadAsync(file, cancellation);
            using var host = LocalHost.Build([], (_, services) => services.AddSegmentCache().AddCompress());
            var start = Stopwatch.GetTimestamp();
            host.Services.GetRequiredService<CompressionEngine>().Load(cancellation);
            var loading = Stopwatch.GetElapsedTime(start);
            var response = await CompressAsync(host.Services.GetRequiredService<CompressService>(), request with { Context = [text] }, cancellation);
            await WriteAsync(response, json, cancellation);
            if (stats)
            {
                await Console.Error.WriteLineAsync(CompressStats.Of(response, loading));
            }

            return ExitCodes.Success;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (ComplaintOf(e) is { } complaint)
        {
            await Console.Error.WriteLineAsync(complaint.Text);
            return complaint.ExitCode;
        }
    }

    private static async Task<string> ReadAsync(string? file, CancellationToken cancellation)
    {
        await using var source = file is null ? Console.OpenStandardInput() : File.OpenRead(file);
        using var reader = new StreamReader(source, StrictUtf8, detectEncodingFromByteOrderMarks: false);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static async Task<CompressResponse> CompressAsync(CompressService service, CompressRequest request, CancellationToken cancellation)
    {
        using var progress = new ProgressLine(Console.Error, Console.IsErrorRedirected);
        return await service.CompressAsync(request, new FieldErrors(), new CompressScope { Progress = progress }, cancellation);
    }

    private static async Task WriteAsync(CompressResponse response, bool json, CancellationToken cancellation)
    {
        var text = json ? JsonSerializer.Serialize(response, CompressJsonContext.Indented.CompressResponse) : response.CompressedPrompt!;
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(StrictUtf8.GetBytes(text), cancellation);
        if (json || !Console.IsOutputRedirected)
        {
            // Piped text stays as it is, so that a file compressed to itself gains no line.
            await output.WriteAsync("\n"u8.ToArray(), cancellation);
        }

        foreach (var warning in response.Warnings)
        {
            await Console.Error.WriteLineAsync(warning);
        }
    }

    private static (string Text, int ExitCode)? ComplaintOf(Exception exception) => exception switch
    {
        InvalidRequestException e => (string.Join('\n', e.Errors.SelectMany(field => field.Value, (field, message) => $"{FieldOptions.NameOf(field.Key)} {message}")), ExitCodes.BadInput),
        CompressionException { Kind: CompressionErrorKind.Invalid or CompressionErrorKind.TooLarge } e => (e.Message, ExitCodes.BadInput),
        DecoderFallbackException => ("The input is not valid UTF-8.", ExitCodes.BadInput),
        IOException or UnauthorizedAccessException => (exception.Message, ExitCodes.BadInput),
        ModelLoadException or OptionsValidationException or CompressionException => (exception.Message, ExitCodes.Failure),
        _ => null,
    };
}

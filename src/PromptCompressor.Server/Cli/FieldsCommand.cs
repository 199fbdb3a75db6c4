using System.CommandLine;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Fields;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Llmlingua;
using PromptCompressor.Server.Soft;

namespace PromptCompressor.Server.Cli;

internal static class FieldsCommand
{
    public static Command Create()
    {
        var command = new Command("fields", "List the fields of each request with their bounds and meaning, as the documentation's tables.");
        command.SetAction(_ => Console.Out.Write(Markdown()));
        return command;
    }

    public static string Markdown() =>
        Section("/v1/compress", CompressRequest.Fields)
        + Section("/v1/compress/batch", BatchRequest.Fields)
        + Section("/v1/llmlingua/compress_prompt", CompressPromptRequest.Fields)
        + Section("/v1/soft/compress", SoftCompressRequest.Fields)
        + Section("/v1/soft/prompt", SoftPromptRequest.Fields);

    private static string Section<TRequest>(string route, RequestFields<TRequest> fields) =>
        $"### `POST {route}`\n\n{FieldsTable.Markdown(fields, new LimitsOptions())}\n";
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.OpenApi;

/// <summary>
/// Holds a real service to openapi.json: bodies as the schemas say get an answer that is in the document; each single fault of a body
/// that is answered otherwise is refused with its field's name.
/// </summary>
public static class OpenApiFuzz
{
    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to send alone, its first line method and address; null: whatever the document leads to.</param>
    public static async Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null)
    {
        await using var service = await ServiceProcess.StartAsync("--Engine:DefaultModel", "xlmr-mini-fast");
        return await RunAsync(service.Address, limits, replay);
    }

    /// <param name="address">Of a service that is ready.</param>
    /// <param name="limits">How long.</param>
    /// <param name="replay">As above.</param>
    public static async Task<FuzzReport> RunAsync(Uri address, FuzzLimits limits, string? replay = null)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        var document = new SchemaDocument(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "openapi.json")))!.AsObject());
        var operations = Operation.Of(document.Root);
        var check = new AnswerCheck(client, document);
        var loop = new FuzzLoop<Attempt>("openapi", attempt => attempt.Write());
        if (replay is not null)
        {
            var attempt = Attempt.Read(await File.ReadAllBytesAsync(replay), operations);
            return await loop.RunAsync(FuzzLimits.Of(limits.Seed, 0), [attempt], (same, _, _) => same, check.CheckAsync);
        }

        return await loop.RunAsync(
            limits,
            operations.SelectMany(operation => FirstOf(operation, document)),
            (_, _, random) => MakeValid(operations, document, random),
            check.CheckAsync);
    }

    /// <summary>Its examples, and what is to be refused.</summary>
    private static IEnumerable<Attempt> FirstOf(Operation operation, SchemaDocument document)
    {
        if (operation.BodyType != AnswerCheck.Json)
        {
            return operation.BodyType is null ? [new Attempt(operation, "", null)] : operation.Examples.Select(example => new Attempt(operation, (string)example!, null));
        }

        var examples = operation.Examples.Select(example => example!.AsObject()).ToArray();
        return
        [
            .. examples.Select(example => new Attempt(operation, example.ToJsonString(), null)),
            .. new Faults(document).Of(document.Resolve(operation.BodySchema!)).Select(fault => new Attempt(operation, With(examples[0], fault), fault)),
        ];
    }

    private static Attempt MakeValid(List<Operation> operations, SchemaDocument document, Random random)
    {
        var operation = operations[random.Next(operations.Count)];
        var body = operation.BodyType == AnswerCheck.Json && new BodyGenerator(document, random).Make(operation.BodySchema!) is { } made ? made.ToJsonString()
            : operation.Examples.FirstOrDefault() is { } example ? LinesOf((string)example!, random)
            : "";
        return new Attempt(operation, body, null);
    }

    private static string LinesOf(string example, Random random) =>
        string.Join('\n', Enumerable.Range(0, random.Next(4)).SelectMany(_ => example.Split('\n')).Select(line => random.Next(4) == 0 ? line[..random.Next(line.Length + 1)] : line));

    /// <summary>By hand, since what a fault writes need not be what a JSON library would.</summary>
    private static string With(JsonObject example, Fault fault)
    {
        var fields = example.Where(field => field.Key != fault.Field).Select(field => $"\"{field.Key}\":{field.Value?.ToJsonString() ?? "null"}");
        return "{" + string.Join(',', fault.Json is null ? fields : fields.Append($"\"{fault.Field}\":{fault.Json}")) + "}";
    }
}

/// <summary>A body and, if it is wrong on purpose, what is wrong with it.</summary>
internal sealed record Attempt(Operation Operation, string Body, Fault? Fault)
{
    public byte[] Write() => Encoding.UTF8.GetBytes($"{Operation.Name} {Fault?.Field}\n{Body}");

    public static Attempt Read(byte[] file, List<Operation> operations)
    {
        var (first, body) = Encoding.UTF8.GetString(file).Split('\n', 2) is [var line, var rest] ? (line.Split(' '), rest) : throw new InvalidDataException("The first line names method and address.");
        return new Attempt(operations.First(operation => operation.Name == $"{first[0]} {first[1]}"), body, first[^1].Length > 0 ? new Fault(first[^1], "", null) : null);
    }
}

/// <summary>Sends attempts and compares the answers with the document.</summary>
internal sealed class AnswerCheck(HttpClient client, SchemaDocument document)
{
    public const string Json = "application/json";
    private const string Problem = "application/problem+json";

    public async Task<IEnumerable<string>> CheckAsync(Attempt attempt)
    {
        var operation = attempt.Operation;
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Path.Replace("{hash}", "0123456789abcdef01234567", StringComparison.Ordinal));
        if (operation.BodyType is { } type)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(attempt.Body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        using var response = await client.SendAsync(request);
        var (status, text) = ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        var documented = operation.Response(status);
        FuzzException.Unless(documented is not null, $"{operation.Name} answers {status}, which the document does not know: {Start(text)}");
        FuzzException.Unless(status is < 500 or 503, $"{operation.Name} answers {status}: {Start(text)}");
        CheckBody(operation, response, text, documented!);
        return attempt.Fault is { } fault && IsRefused(operation, fault) ? [CheckRefusal(operation, fault, status, text)] : OutcomesOf(operation, status, text);
    }

    private void CheckBody(Operation operation, HttpResponseMessage response, string text, JsonObject documented)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var content = documented["content"]!.AsObject();
        FuzzException.Unless(content.ContainsKey(type), $"{operation.Name} answers {(int)response.StatusCode} as '{type}', not {string.Join(" or ", content.Select(entry => entry.Key))}");
        foreach (var line in type is Json or Problem ? [text] : text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            document.Validate(JsonNode.Parse(line), content[type]!["schema"]!, $"{operation.Name} {(int)response.StatusCode}");
        }
    }

    /// <summary>Headroom's contract is to let through what it does not know; items of a batch are refused each by itself.</summary>
    private static bool IsRefused(Operation operation, Fault fault) => !operation.Path.StartsWith("/compat/headroom", StringComparison.Ordinal)
        && !(operation.Path.EndsWith("/batch", StringComparison.Ordinal) && fault.Json?.Length > 2 && fault.Json[0] == '[' && fault.Kind.StartsWith("array", StringComparison.Ordinal));

    private static string CheckRefusal(Operation operation, Fault fault, int status, string text)
    {
        FuzzException.Unless(status is >= 400 and < 500, $"{operation.Name} answers {status} to {fault.Field} ({fault.Kind})");
        var names = JsonNode.Parse(text)!["errors"]?.AsObject().Select(error => error.Key).ToArray() ?? [];
        FuzzException.Unless(
            names.Any(name => name == fault.Field || name.StartsWith(fault.Field + "[", StringComparison.Ordinal) || name.StartsWith(fault.Field + ".", StringComparison.Ordinal)),
            $"{operation.Name} answers {fault.Field} ({fault.Kind}) with errors of {string.Join(", ", names)}: {Start(text)}");
        return $"{operation.Name} {status} {fault.Field}";
    }

    private static IEnumerable<string> OutcomesOf(Operation operation, int status, string text) =>
        status < 400
            ? [$"{operation.Name} {status}"]
            : JsonNode.Parse(text)!["errors"]?.AsObject().Select(error => $"{operation.Name} {status} {error.Key.Split('[', '.')[0]}").Append($"{operation.Name} {status}")
                ?? [$"{operation.Name} {status} {JsonNode.Parse(text)!["code"]}"];

    private static string Start(string text) => string.Create(CultureInfo.InvariantCulture, $"{text[..Math.Min(text.Length, 300)]}");
}

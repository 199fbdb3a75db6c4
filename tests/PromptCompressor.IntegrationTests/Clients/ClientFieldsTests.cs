using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PromptCompressor.Client;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>The .NET client has exactly the fields that the API has; the other clients' own tests say the same of them.</summary>
public sealed class ClientFieldsTests
{
    private static readonly JsonObject Schemas = JsonNode.Parse(File.ReadAllText(Path.Combine(TestPaths.Root, "openapi.json")))!["components"]!["schemas"]!.AsObject();

    public static TheoryData<Type, string> Types => new()
    {
        { typeof(CompressRequest), "CompressRequest" },
        { typeof(CompressResponse), "CompressResponse" },
        { typeof(TokenizerUsed), "TokenizerUsed" },
        { typeof(ModelUsed), "ModelUsed" },
        { typeof(WordLabel), "WordLabel" },
        { typeof(ContentBlock), "ContentBlock" },
        { typeof(CacheUse), "CacheUsed" },
        { typeof(Timings), "Timings" },
        { typeof(ExplainResponse), "ExplainResponse" },
        { typeof(ExplainedText), "ExplainedText" },
        { typeof(ExplainedWord), "ExplainedWord" },
        { typeof(ExplainedSegment), "ExplainedSegment" },
        { typeof(ExplainedSentence), "ExplainedSentence" },
        { typeof(CompressionProgress), "ProgressResponse" },
        { typeof(StreamLine<CompressResponse>), "CompressResponseStreamLine" },
        { typeof(StreamLine<ExplainResponse>), "ExplainResponseStreamLine" },
        { typeof(BatchRequest), "BatchRequest" },
        { typeof(BatchResponse), "BatchResponse" },
        { typeof(BatchResult), "BatchItem" },
        { typeof(WarmResult), "WarmResult" },
        { typeof(SoftCompressRequest), "SoftCompressRequest" },
        { typeof(SoftCompressResponse), "SoftCompressResponse" },
        { typeof(SoftSegment), "SoftSegmentResponse" },
        { typeof(SoftModelUsed), "SoftModelUsed" },
        { typeof(SoftTimings), "SoftTimings" },
        { typeof(SoftPromptRequest), "SoftPromptRequest" },
        { typeof(SoftPromptResponse), "SoftPromptResponse" },
        { typeof(OriginalText), "RetrieveResponse" },
        { typeof(OriginalPart), "OriginalResponse" },
        { typeof(OriginalMatch), "OriginalMatch" },
        { typeof(ModelList), "ModelsResponse" },
        { typeof(CompressionModel), "ModelResponse" },
        { typeof(SoftModel), "SoftModelResponse" },
        { typeof(Problem), "Problem" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Fields_AreThoseOfTheApi(Type type, string schema)
    {
        JsonTypeInfo info = ClientJsonContext.Default.GetTypeInfo(type)!;

        Assert.Equal(Schemas[schema]!["properties"]!.AsObject().Select(property => property.Key).Order(), info.Properties.Select(property => property.Name).Order());
    }
}

#!/usr/bin/env dotnet
// dotnet run sample.cs [address of the service]: compresses a text, explains it, and shows what an LLM behind the middleware would be sent.
#:project ../../PromptCompressor.Client/PromptCompressor.Client.csproj
#:property TargetFramework=net10.0
#:property PublishAot=false

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Client;
using PromptCompressor.Client.Chat;

const string Meeting = """
    Anna: Okay, um, so I think we should, you know, move the launch.
    Ben: Why?
    Anna: Well, the payment tests failed again last night, I mean, 14 of 212 cases, and the vendor says the fix lands on 3 March 2026 at the earliest.
    Ben: Fine. Then let's move it to 10 March, but please tell Carla before noon, because she has already booked the hall for €4,750.
    """;

var services = new ServiceCollection();
services.AddPromptCompressorClient(options =>
{
    options.Address = new Uri(args is [var address, ..] ? address : "http://localhost:5080");
    options.ApiKey = Environment.GetEnvironmentVariable("PROMPTCOMPRESSOR_KEY");
});
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<PromptCompressorClient>();

var response = await client.CompressAsync(Meeting, rate: 0.5);
Console.WriteLine($"{response.OriginTokens} -> {response.CompressedTokens} tokens\n{response.CompressedPrompt}\n");

var explanation = await client.ExplainAsync(new CompressRequest { Context = [Meeting], Rate = 0.5 });
foreach (var word in explanation.Texts[0].Words.Take(8))
{
    Console.WriteLine($"{Meeting[word.Start..word.End],-12} {word.Probability:0.00} {word.Reason}");
}

// In place of EchoChatClient: the IChatClient of OpenAI, Azure, Ollama, ...
using var chat = new ChatClientBuilder(new EchoChatClient())
    .UseFunctionInvocation()
    .UsePromptCompression(client, new PromptCompressionOptions
    {
        UserTexts = true,                                               // for the example: by default only what tools return
        TimeBudget = TimeSpan.FromSeconds(10),
        OnCompressed = report => Console.WriteLine($"\nsaved {report.SavedTokens} tokens in {report.Elapsed.TotalMilliseconds:0} ms, failed open: {report.FailedOpen}"),
    })
    .Build(provider);
var transcript = string.Join('\n', Enumerable.Repeat(Meeting, 5));
var answer = await chat.GetResponseAsync($"{transcript}\nWho booked the hall?");
Console.WriteLine($"the LLM was sent {answer.Text.Length} of {transcript.Length} characters, ending with: {answer.Text.Split('\n')[^1]}");

/// <summary>Answers with what it was asked.</summary>
internal sealed class EchoChatClient : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, messages.Last().Text)));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, (await GetResponseAsync(messages, options, cancellationToken)).Text);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

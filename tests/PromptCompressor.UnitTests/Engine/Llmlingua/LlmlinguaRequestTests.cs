using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Segments;
using PromptCompressor.Engine.Llmlingua;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

/// <summary>LLMLingua-2 as one kind of compressor among others.</summary>
public sealed class LlmlinguaRequestTests
{
    [Fact]
    public void Of_RequestOfAnyKind_TakesWhatTheLibraryKnows()
    {
        var ticket = new AdmissionTicket(Tenant.Default);
        var request = LlmlinguaRequest.Of(new CompressionRequest
        {
            Ticket = ticket,
            Contexts = ["a"],
            Counter = References.Cl100k,
            Rate = 0.3,
            TargetTokens = 7,
            ForceTokens = ["!"],
            ForceReserveDigit = true,
            DropConsecutive = true,
        });

        Assert.Same(ticket, request.Ticket);
        Assert.Equal((0.3, 7, true, true), (request.RateOrDefault, request.TargetToken, request.ForceReserveDigit, request.DropConsecutive));
        Assert.Equal(["a"], request.Contexts);
        Assert.Equal(["!"], request.ForceTokens);
        Assert.False(request.UseContextLevelFilter);
    }

    [Fact]
    public void Of_NoBudget_IsTheLibrarysDefault()
    {
        var request = LlmlinguaRequest.Of(new CompressionRequest { Contexts = ["a"], Counter = References.Cl100k });

        Assert.Equal((0.5, -1), (request.RateOrDefault, request.TargetToken));
    }

    [Fact]
    public void Of_ItsOwnRequest_IsThatOne()
    {
        var request = References.Request("a") with { WordSep = "/" };

        Assert.Same(request, LlmlinguaRequest.Of(request));
    }

    [Fact]
    public async Task Compress_ThroughTheDoorOfEveryKind_SaysWhichContextsWereDroppedAndDecidesNoWords()
    {
        IPromptCompressor sut = new LlmlinguaCompressor(new ModelIdentity("fake", "0"), References.Bert, new References.FakeScorer(id => id % 97 / 97f));
        var request = References.Request("The red fox jumps.", "It is over there, and it is late.", "Nine lazy dogs sleep.") with { UseContextLevelFilter = true, TargetContext = 1 };

        var result = Assert.IsType<LlmlinguaResult>(await sut.CompressAsync(request, CancellationToken.None));

        Assert.Equal(CompressorNames.Llmlingua, sut.Name);
        Assert.Equal(2, result.DroppedContexts.Count);
        Assert.Equal(result.Answer.CompressedPromptList, result.Texts.Where((_, i) => !result.DroppedContexts.Contains(i)).Select(text => text.Text));
        Assert.All(result.DroppedContexts, i => Assert.Equal("", result.Texts[i].Text));
        Assert.All(result.Texts, text => Assert.True(text is { Words: null, Slices: null }));
        Assert.Equal((result.Answer.CompressedPrompt, result.Answer.CompressedTokens), (result.Joined, result.CompressedTokens));
    }
}

using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>Batches of several segments with the graph that is made for them: every bit as if each had run alone.</summary>
public sealed class BatchInvarianceTests : IDisposable
{
    private const int BatchTokens = 2048;

    private readonly ModelFolder _folder = ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini"));
    private readonly OnnxEncoder _encoder;

    public BatchInvarianceTests()
    {
        var graph = _folder.Manifest.Variants.Single(variant => variant.Id == "xlmr-mini-fast").Gpu!;
        _encoder = new OnnxEncoder(_folder.FileOf(graph), _folder.Manifest, ExecutionProvider.Cpu, threads: 1, BatchTokens);
    }

    [Fact]
    public void Run_Batch_EqualsEachAlone()
    {
        foreach (var group in Sequences().GroupBy(ids => _encoder.PaddedLength(ids.Length)))
        {
            foreach (var batch in group.Chunk(_encoder.MaxBatch(group.Key)))
            {
                var together = _encoder.Run(batch, CancellationToken.None);

                Assert.Equal(batch.Select(ids => _encoder.Run([ids], CancellationToken.None)[0]), together);
            }
        }
    }

    [Fact]
    public async Task Workers_ManyAtOnce_BatchAndGiveEachItsOwn()
    {
        var sequences = Sequences();
        using var workers = new InferenceWorkers(2, 1 << 20);
        using var reservation = workers.Queue.Reserve(new Ticket(Tenant.Default), sequences.Sum(ids => ids.Length));

        var results = await Task.WhenAll(sequences.Select(ids => workers.RunAsync(reservation, _encoder, ids, null, CancellationToken.None)));

        Assert.Equal(sequences.Select(ids => _encoder.Run([ids], CancellationToken.None)[0]), results);
    }

    public void Dispose() => _encoder.Dispose();

    private List<int[]> Sequences()
    {
        var tokenizer = TokenizerLoader.Load(_folder);
        var sequences = new List<int[]>();
        foreach (var kind in new[] { "prose", "code", "chinese" })
        {
            var text = string.Join(SampleTexts.SeparatorOf(kind), SampleTexts.Paragraphs(kind, 20));
            foreach (var segment in Segmenter.Split(text))
            {
                var ids = new List<int> { tokenizer.SpecialIds.Cls };
                tokenizer.Encode(segment.Of(text), ids, []);
                sequences.Add([.. ids, tokenizer.SpecialIds.Sep]);
            }
        }

        Assert.True(sequences.Select(ids => ids.Length).Distinct().Count() > 5);
        return sequences;
    }
}

using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>Batches of several segments with the graph that is made for them: every bit as if each had run alone.</summary>
public sealed class BatchInvarianceTests(BatchInvarianceTests.Alone alone) : IClassFixture<BatchInvarianceTests.Alone>
{
    private const int BatchTokens = 2048;

    [Fact]
    public void Run_Batch_EqualsEachAlone()
    {
        foreach (var group in alone.Results.GroupBy(run => alone.Encoder.PaddedLength(run.Ids.Length)))
        {
            foreach (var batch in group.Chunk(alone.Encoder.MaxBatch(group.Key)))
            {
                var together = alone.Encoder.Run([.. batch.Select(run => run.Ids)], CancellationToken.None);

                Assert.Equal(batch.Select(run => run.Keep), together);
            }
        }
    }

    [Fact]
    public async Task Workers_ManyAtOnce_BatchAndGiveEachItsOwn()
    {
        using var workers = new InferenceWorkers(2, TimeSpan.FromMinutes(10));
        using var reservation = workers.Reserve(new AdmissionTicket(Tenant.Default), alone.Encoder, alone.Results.Select(run => run.Ids));

        var results = await Task.WhenAll(alone.Results.Select(run => workers.RunAsync(reservation, alone.Encoder, run.Ids, null, CancellationToken.None)));

        Assert.Equal(alone.Results.Select(run => run.Keep), results);
    }

    /// <summary>Some hundred sequences, and what the graph says of each of them alone.</summary>
    public sealed class Alone : IDisposable
    {
        private readonly ModelFolder _folder = ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini"));

        public Alone()
        {
            var graph = _folder.Manifest.Variants.Single(variant => variant.Id == "xlmr-mini-fast").Gpu!;
            Encoder = new OnnxEncoder(_folder.FileOf(graph), _folder.Manifest, Device.Provider, threads: 1, BatchTokens);
            Results = [.. Sequences().Select(ids => (ids, Encoder.Run([ids], CancellationToken.None)[0]))];
        }

        internal OnnxEncoder Encoder { get; }

        internal IReadOnlyList<(int[] Ids, float[] Keep)> Results { get; }

        public void Dispose() => Encoder.Dispose();

        private List<int[]> Sequences()
        {
            var tokenizer = TokenizerLoader.Load(_folder);
            var sequences = new List<int[]>();
            foreach (var kind in new[] { "prose", "code", "chinese" })
            {
                var text = string.Join(SampleTexts.SeparatorOf(kind), SampleTexts.Paragraphs(kind, 8));
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
}

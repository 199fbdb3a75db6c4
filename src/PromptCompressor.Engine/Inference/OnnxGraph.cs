using Microsoft.ML.OnnxRuntime;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Inference;

/// <summary>An opened graph, that reads and writes the caller's memory. Thread-safe; a run blocks its thread.</summary>
internal sealed class OnnxGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    /// <exception cref="ModelLoadException">The file is no graph, or needs what this build lacks.</exception>
    public OnnxGraph(string file, IEnumerable<string> inputs, IEnumerable<string> outputs, ExecutionProvider provider, int threads)
    {
        try
        {
            using var options = ExecutionProviders.SessionOptions(provider, threads);
            _session = new InferenceSession(file, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException($"{file} cannot be loaded: {e.Message}", e);
        }

        File = file;
        _inputs = [.. inputs];
        _outputs = [.. outputs];
    }

    public string File { get; }

    public InferenceSession Session => _session;

    public static OrtValue Tensor<T>(Memory<T> memory, long[] shape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);

    /// <param name="inputs">One for each name, in their order; disposed of.</param>
    /// <param name="outputs">One for each name, in their order; written to, and disposed of.</param>
    /// <param name="cancellation">A run that is under way stops within milliseconds.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="CompressionException">The graph failed on this input.</exception>
    public void Run(IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<OrtValue> outputs, CancellationToken cancellation)
    {
        using var options = new RunOptions();
        using var stop = cancellation.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, options);
        try
        {
            _session.Run(options, _inputs, inputs, _outputs, outputs);
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CompressionException(CompressionErrorKind.Model, "The model failed on a part of the text.", e);
        }
        finally
        {
            foreach (var tensor in inputs.Concat(outputs))
            {
                tensor.Dispose();
            }
        }
    }

    public void Dispose() => _session.Dispose();
}

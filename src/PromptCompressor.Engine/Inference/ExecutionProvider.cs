using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace PromptCompressor.Engine.Inference;

internal enum ExecutionProvider
{
    Cpu,
    Cuda,
}

internal static partial class ExecutionProviders
{
    /// <summary>Decides where models run.</summary>
    /// <param name="wanted"><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="Manifests.ModelLoadException"><c>cuda</c> was asked for and does not work.</exception>
    public static ExecutionProvider Choose(string wanted, ILogger logger)
    {
        if (wanted == "cpu")
        {
            return ExecutionProvider.Cpu;
        }

        if (WhyNoCuda() is not { } reason)
        {
            return ExecutionProvider.Cuda;
        }

        if (wanted == "cuda")
        {
            throw new Manifests.ModelLoadException($"Engine:ExecutionProvider is 'cuda', but CUDA cannot be used: {reason}");
        }

        LogFallback(logger, reason);
        return ExecutionProvider.Cpu;
    }

    public static SessionOptions SessionOptions(ExecutionProvider provider, int threads)
    {
        var options = provider == ExecutionProvider.Cuda
            ? Microsoft.ML.OnnxRuntime.SessionOptions.MakeSessionOptionWithCudaProvider()
            : new SessionOptions();
        options.IntraOpNumThreads = threads;
        options.InterOpNumThreads = 1;
        options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        // Idle threads that spin double the CPU time of a service under moderate load.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // CPUs without VNNI add 8-bit products in 16 bits and saturate; this takes the exact kernel there and changes nothing elsewhere.
        options.AddSessionConfigEntry("session.x64quantprecision", "1");
        return options;
    }

    private static string? WhyNoCuda()
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            return "this build has ONNX Runtime for the CPU (build with -p:Gpu=true for CUDA).";
        }

        try
        {
            using var options = Microsoft.ML.OnnxRuntime.SessionOptions.MakeSessionOptionWithCudaProvider();
            return null;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            return e.Message;
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Models run on the CPU: {Reason}")]
    private static partial void LogFallback(ILogger logger, string reason);
}

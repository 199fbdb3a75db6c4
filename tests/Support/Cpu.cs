using System.Runtime.Intrinsics.X86;

namespace PromptCompressor.TestSupport;

internal static class Cpu
{
    /// <summary>
    /// 8-bit products are summed in 32 bits at once. Recorded probabilities come from such a machine; without these instructions
    /// ONNX Runtime takes other kernels, that round activations elsewhere.
    /// </summary>
    public static bool HasVnni { get; } =
        AvxVnni.IsSupported || (File.Exists("/proc/cpuinfo") && File.ReadAllText("/proc/cpuinfo").Contains("avx512_vnni", StringComparison.Ordinal));
}

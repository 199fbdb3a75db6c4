using System.Runtime.Intrinsics.X86;

namespace PromptCompressor.TestSupport;

internal static class Cpu
{
    private static readonly bool HasAvx512Vnni =
        File.Exists("/proc/cpuinfo") && File.ReadAllText("/proc/cpuinfo").Contains("avx512_vnni", StringComparison.Ordinal);

    /// <summary>
    /// 8-bit products are summed in 32 bits at once. Recorded probabilities come from such a machine; without these instructions
    /// ONNX Runtime takes other kernels, that round activations elsewhere.
    /// </summary>
    public static bool HasVnni { get; } = AvxVnni.IsSupported || HasAvx512Vnni;

    /// <summary>ONNX Runtime takes the very kernels that recorded answers were made with, so that nothing is rounded differently.</summary>
    public static bool IsAsRecorded => HasAvx512Vnni;
}

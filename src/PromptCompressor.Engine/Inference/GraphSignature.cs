using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Inference;

/// <summary>Compares a graph's inputs and outputs with what the manifest and this program expect.</summary>
internal static class GraphSignature
{
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";
    private const string TokenTypeIds = "token_type_ids";

    /// <param name="file">The graph.</param>
    /// <param name="session">Opened on it.</param>
    /// <param name="manifest">What its tensors are called.</param>
    /// <param name="relevance">Its second output; null: none is read.</param>
    /// <returns>The number of labels: the last dimension of the output.</returns>
    /// <exception cref="ModelLoadException">A tensor is missing, has the wrong type or shape, or this program cannot feed it.</exception>
    public static int Check(string file, InferenceSession session, ModelManifest manifest, RelevanceManifest? relevance)
    {
        foreach (var name in manifest.Inputs)
        {
            Require(name is InputIds or AttentionMask or TokenTypeIds, $"the manifest's input '{name}' is not one of {InputIds}, {AttentionMask}, {TokenTypeIds}");
            Require(session.InputMetadata.TryGetValue(name, out var input), $"the graph has no input '{name}'; it has {string.Join(", ", session.InputMetadata.Keys)}");
            Require(input!.ElementDataType == TensorElementType.Int64 && input.Dimensions.Length == 2, $"input '{name}' is {Describe(input)}, not Int64 [batch, sequence]");
        }

        foreach (var name in session.InputMetadata.Keys)
        {
            Require(manifest.Inputs.Contains(name), $"the graph wants an input '{name}' that the manifest does not list");
        }

        Require(session.OutputMetadata.TryGetValue(manifest.Output, out var output), $"the graph has no output '{manifest.Output}'; it has {string.Join(", ", session.OutputMetadata.Keys)}");
        Require(output!.ElementDataType == TensorElementType.Float && output.Dimensions.Length == 3, $"output '{manifest.Output}' is {Describe(output)}, not Float [batch, sequence, labels]");
        var labels = output.Dimensions[2];
        if (relevance is not null)
        {
            Require(session.OutputMetadata.TryGetValue(relevance.Output, out var rows), $"the graph has no output '{relevance.Output}'; it has {string.Join(", ", session.OutputMetadata.Keys)}");
            Require(
                rows!.ElementDataType == TensorElementType.Float && rows.Dimensions.Length == 3 && rows.Dimensions[2] == relevance.Dimension,
                $"output '{relevance.Output}' is {Describe(rows)}, not Float [batch, sequence, {relevance.Dimension}]");
        }

        Require(labels > manifest.KeepIndex, $"output '{manifest.Output}' has {labels} labels, so keep_index {manifest.KeepIndex} is out of range");
        return labels;

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new ModelLoadException($"{file}: {otherwise}.");
            }
        }
    }

    public static long[] BufferFor(string input, EncoderBuffers buffers) => input switch
    {
        InputIds => buffers.Ids,
        AttentionMask => buffers.Mask,
        _ => buffers.TokenTypes,
    };

    private static string Describe(NodeMetadata tensor) => $"{tensor.ElementDataType} [{string.Join(", ", tensor.Dimensions)}]";
}

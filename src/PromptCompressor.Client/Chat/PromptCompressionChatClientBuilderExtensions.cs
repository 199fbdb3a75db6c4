using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace PromptCompressor.Client.Chat;

/// <summary>Puts compression into a pipeline of chat clients.</summary>
public static class PromptCompressionChatClientBuilderExtensions
{
    /// <summary>
    /// Compresses long results of tools, and long texts of the user if asked for, on their way to the LLM. Call it after <c>UseFunctionInvocation</c>, so that results of
    /// the tools that it calls pass through here.
    /// </summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="compressor">The service; null takes the one that <see cref="PromptCompressorClientExtensions.AddPromptCompressorClient"/> registered.</param>
    /// <param name="options">Which texts, and how far.</param>
    /// <exception cref="ArgumentException">An option is out of its range; thrown when the pipeline is built.</exception>
    public static ChatClientBuilder UsePromptCompression(
        this ChatClientBuilder builder, PromptCompressorClient? compressor = null, PromptCompressionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) =>
            new PromptCompressionChatClient(inner, compressor ?? services.GetRequiredService<PromptCompressorClient>(), options));
    }
}

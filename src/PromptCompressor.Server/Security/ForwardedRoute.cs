namespace PromptCompressor.Server.Security;

/// <summary>Marks a route of the service that is answered by the upstream: its <c>Authorization</c> is the upstream's.</summary>
internal sealed class ForwardedRoute;

using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <param name="Request">What was asked for.</param>
/// <param name="Counter">The counter of the LLM that is asked.</param>
/// <param name="TextCounter">The same for whole texts, which it may have counted on an earlier turn.</param>
/// <param name="Plans">What is to be done with which texts.</param>
/// <param name="LeftAlone">Why which other texts are left alone, those of the system left out.</param>
/// <param name="Ticket">Texts and embeddings of one request are let in or refused together.</param>
internal sealed record RewriteJob(RewriteRequest Request, ITokenCounter Counter, ITokenCounter TextCounter, IReadOnlyList<TextPlan> Plans, IReadOnlyList<string> LeftAlone, AdmissionTicket Ticket);

namespace PromptCompressor.Core.Admission;

/// <summary>The parts of a request that have tickets of their own. Disposing of it ends those that never began.</summary>
public sealed class TicketParts : IDisposable
{
    private readonly AdmissionTicket[] _tickets;

    internal TicketParts(AdmissionTicket[] tickets) => _tickets = tickets;

    /// <summary>Runs a part under its ticket. When it has ended, nothing more is expected of it.</summary>
    /// <param name="part">Its index.</param>
    /// <param name="work">Computes it.</param>
    public async Task<T> RunAsync<T>(int part, Func<AdmissionTicket, Task<T>> work)
    {
        try
        {
            return await work(_tickets[part]);
        }
        finally
        {
            _tickets[part].Settle();
        }
    }

    public void Dispose() => Array.ForEach(_tickets, ticket => ticket.Settle());
}

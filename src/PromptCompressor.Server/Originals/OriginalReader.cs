using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Originals;

/// <summary>Gives parts of originals back, to whoever they belong to.</summary>
/// <param name="tenant">The tenant that calls.</param>
/// <param name="options">Tell how long originals are kept.</param>
/// <param name="store">Null if originals are not kept.</param>
internal sealed class OriginalReader(CurrentTenant tenant, IOptions<OriginalsOptions> options, IOriginalStore? store = null)
{
    /// <exception cref="InvalidRequestException">The query is wrong.</exception>
    /// <exception cref="NotFoundException">There is no such original for this tenant.</exception>
    /// <exception cref="CompressionException">The store does not answer.</exception>
    public async Task<OriginalResponse> ReadAsync(OriginalQuery query, CancellationToken cancellation)
    {
        query.Check();
        if (store is null)
        {
            throw new NotFoundException("Originals are not kept (Originals:Enabled).");
        }

        return await store.FindAsync(tenant.Value, query.Hash, cancellation) is { } found
            ? query.Read(found)
            : throw new NotFoundException($"No original with this hash is kept for this caller: there never was one, it has expired ({options.Value.TtlSeconds} seconds, Originals:TtlSeconds), or others took its room.");
    }
}

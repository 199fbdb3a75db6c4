namespace PromptCompressor.Fuzz;

/// <summary>Where a run begins and when it ends: at whichever limit comes first.</summary>
/// <param name="Seed">The same seed gives the same inputs in the same order.</param>
/// <param name="Time">How long to go on.</param>
/// <param name="Inputs">How many inputs to try.</param>
public sealed record FuzzLimits(int Seed, TimeSpan Time, int Inputs = int.MaxValue)
{
    /// <summary>No mutations where a file is tried alone.</summary>
    public FuzzLimits For(string? replay) => replay is null ? this : Of(Seed, 0);

    /// <summary>A fixed number of inputs, whatever time they take.</summary>
    public static FuzzLimits Of(int seed, int inputs) => new(seed, TimeSpan.MaxValue, inputs);
}

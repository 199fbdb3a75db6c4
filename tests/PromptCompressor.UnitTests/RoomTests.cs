using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using PromptCompressor.Client;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;
using Assembly = System.Reflection.Assembly;

namespace PromptCompressor.UnitTests;

/// <summary>Each folder is a namespace, and the folders of a project can be put in an order in which each uses only those below it.</summary>
public sealed class RoomTests
{
    public static TheoryData<Assembly, int> Projects => new()
    {
        // The second value is a number of folders that the project has at least, so that an empty list cannot pass.
        { typeof(IPromptCompressor).Assembly, 6 },
        { typeof(CompressionEngine).Assembly, 8 },
        { typeof(PromptCompressor.Server.Program).Assembly, 20 },
        { typeof(PromptCompressorClient).Assembly, 2 },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_HaveNoCycle(Assembly project, int foldersAtLeast)
    {
        var uses = UsesOf(project);
        Assert.InRange(uses.Keys.Count, foldersAtLeast, int.MaxValue);

        // Folders that use nothing else of what is left are taken away, again and again; what remains is in a cycle or above one.
        while (uses.Where(folder => folder.Value.Keys.All(used => !uses.ContainsKey(used))).Select(folder => folder.Key).ToArray() is { Length: > 0 } lowest)
        {
            Array.ForEach(lowest, folder => uses.Remove(folder));
        }

        Assert.True(uses.Count == 0, string.Join('\n', uses.SelectMany(folder => folder.Value
            .Where(used => uses.ContainsKey(used.Key))
            .Select(used => $"{folder.Key} uses {used.Key}: {string.Join(", ", used.Value.Take(5))}"))));
    }

    /// <summary>For each namespace of a project the other namespaces of the project that its types use, with examples.</summary>
    private static Dictionary<string, Dictionary<string, SortedSet<string>>> UsesOf(Assembly project)
    {
        var types = new ArchLoader().LoadAssembly(project).Build().Types.Where(type => IsOf(project, type)).ToArray();
        var uses = types.Select(type => type.Namespace.FullName).Distinct().ToDictionary(name => name, _ => new Dictionary<string, SortedSet<string>>());
        foreach (var type in types)
        {
            foreach (var used in type.Dependencies.Select(dependency => dependency.Target).Where(used => IsOf(project, used)))
            {
                if (used.Namespace.FullName != type.Namespace.FullName)
                {
                    var examples = uses[type.Namespace.FullName];
                    examples.TryAdd(used.Namespace.FullName, []);
                    examples[used.Namespace.FullName].Add($"{type.Name} -> {used.Name}");
                }
            }
        }

        return uses;
    }

    private static bool IsOf(Assembly project, IType type) =>
        type is not GenericParameter && type.Namespace is not null && type.Assembly.Name == project.GetName().Name && type.Namespace.FullName.StartsWith("PromptCompressor", StringComparison.Ordinal);
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PromptCompressor.Engine.Manifests;

/// <summary>What the folders of all tasks have in common: a manifest, and files with the hashes it names.</summary>
internal static class ModelFiles
{
    /// <exception cref="ModelLoadException">It is no manifest of this kind.</exception>
    public static T ReadManifest<T>(string file, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), type) ?? throw new ModelLoadException($"{file} holds null.");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new ModelLoadException($"{file} is not a valid manifest: {e.Message}", e);
        }
    }

    /// <exception cref="ModelLoadException">A file that is used has no hash, or a name is no plain file name.</exception>
    public static void CheckNames(string manifest, IReadOnlyDictionary<string, string> files, IEnumerable<string> used)
    {
        foreach (var name in used)
        {
            Require(manifest, files.ContainsKey(name), $"'{name}' is used but files gives no sha256 for it");
        }

        foreach (var name in files.Keys)
        {
            Require(manifest, name == Path.GetFileName(name) && name is not ("" or "." or ".."), $"files names '{name}', which is not a plain file name");
        }
    }

    /// <exception cref="ModelLoadException">A file is missing or has another hash.</exception>
    public static void Verify(string folder, IReadOnlyDictionary<string, string> files)
    {
        var faults = files.AsParallel().Select(entry => FaultOf(folder, entry.Key, entry.Value)).OfType<string>().Order(StringComparer.Ordinal).ToArray();
        if (faults.Length > 0)
        {
            throw new ModelLoadException(string.Join(' ', faults));
        }
    }

    /// <exception cref="ModelLoadException">It does not hold.</exception>
    public static void Require(string manifest, bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ModelLoadException($"{manifest}: {otherwise}.");
        }
    }

    /// <summary>A sentence if the file is not what the manifest says, else null.</summary>
    private static string? FaultOf(string folder, string name, string expected)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            return $"{file} is missing; {ModelFolder.ManifestName} names it.";
        }

        using var stream = File.OpenRead(file);
        var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        return string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{file} has sha256 {actual}, but {ModelFolder.ManifestName} says {expected}: the file is damaged or was changed.";
    }
}

/// <summary>A model folder that cannot be served. The message names the file and the setting; it stops the start.</summary>
public sealed class ModelLoadException(string message, Exception? inner = null) : Exception(message, inner);

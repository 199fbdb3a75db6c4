using System.Reflection;

namespace PromptCompressor.Server.Hosting;

/// <summary>The version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>With the commit it was built from where that is known, such as <c>0.2.0+1a2b3c4</c>.</summary>
    public static string Full { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Without the commit, such as <c>0.2.0</c>.</summary>
    public static string Number { get; } = Full.Split('+')[0];
}

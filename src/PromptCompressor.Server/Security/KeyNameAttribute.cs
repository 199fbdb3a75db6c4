namespace PromptCompressor.Server.Security;

/// <summary>Marks a setting that names a key of <c>Security:ApiKeys</c>: a name that no key has would leave the setting without effect, so it is refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyNameAttribute : Attribute;

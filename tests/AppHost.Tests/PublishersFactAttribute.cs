using System.Reflection;

namespace NatoServices.AppHost.Tests;

/// <summary>A fact about what is published again; reported as skipped where the publishers are not compiled.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishersFactAttribute : FactAttribute
{
    public PublishersFactAttribute()
    {
        if (!AreCompiled) Skip = "built without the publishers, which not every feed has (-p:Publishing=true)";
    }

    /// <summary>Whether the AppHost that is tested was built with <c>-p:Publishing=true</c>.</summary>
    public static bool AreCompiled { get; } = Assembly.Load("NatoServices.AppHost").GetReferencedAssemblies().Any(a => a.Name == "Aspire.Hosting.Docker");
}

namespace NatoServices.AppHost.Tests;

/// <summary>What of the model is published.</summary>
internal static class PublishedModel
{
    /// <summary>The projects, but for the seed.</summary>
    public static IEnumerable<IResource> ServicesOf(Model model) => model.All.OfType<ProjectResource>().Where(p => p.Name != "seed");

    /// <summary>Whether a setting is one of those that the services read; others are Aspire's own.</summary>
    public static bool IsOurs(string setting) =>
        setting.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || setting.StartsWith("services__", StringComparison.Ordinal);
}

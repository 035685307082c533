namespace NatoServices.AppHost.Publishing;

internal static class Publishers
{
    /// <summary>Adds only the environment of the selected target: Aspire's validation fails if there is more than one.</summary>
    public static void Add(IDistributedApplicationBuilder builder, string target, string version)
    {
        if (target == Publishing.ForCompose) builder.AddCompose();
        else builder.AddKubernetes(version);
    }
}

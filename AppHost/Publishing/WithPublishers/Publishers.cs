namespace NatoServices.AppHost.Publishing;

/// <summary>The targets that the model can be published for.</summary>
internal static class Publishers
{
    /// <summary>Adds the one environment that is published for: more than one at a time fails Aspire's validation.</summary>
    public static void Add(IDistributedApplicationBuilder builder, string target, string version)
    {
        if (target == Publishing.ForCompose) builder.AddCompose();
        else builder.AddKubernetes(version);
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.Aggregates;

/// <summary>Adds what handlers share.</summary>
public static class Pipelines
{
    /// <summary>How commands on one kind of state, and all queries, are carried out.</summary>
    public static IServiceCollection AddPipelines<TState, TEvent>(this IServiceCollection services) where TState : class where TEvent : class =>
        services.AddSingleton<CommandPipeline<TState, TEvent>>().AddSingleton<QueryPipeline>();
}

using Microsoft.Extensions.DependencyInjection;

namespace NatoServices.Aggregates;

/// <summary>Adds the pipelines that the handlers share.</summary>
public static class Pipelines
{
    /// <summary>Adds the command pipeline for one kind of state, and the query pipeline.</summary>
    public static IServiceCollection AddPipelines<TState, TEvent>(this IServiceCollection services) where TState : class where TEvent : class =>
        services.AddSingleton<CommandPipeline<TState, TEvent>>().AddSingleton<QueryPipeline>();
}

namespace NatoServices.AppHost.Tests;

/// <summary>The model with <c>--containers</c>.</summary>
public sealed class ModelWithContainers
{
    [Fact]
    public async Task PostgreSQL_keeps_a_database_for_each_service_on_a_volume_and_Redis_is_the_cache()
    {
        await using var model = await Model.OfAsync("--containers");
        Assert.Equal(["cache", "postgres"], model.All.Where(r => r.IsContainer()).Select(r => r.Name).Order());
        Assert.Equal(["candidates", "consensus", "members"], model.All.OfType<PostgresDatabaseResource>().Select(d => d.DatabaseName).Order());
        foreach (var store in new[] { "cache", "postgres" })
        {
            Assert.Contains(model[store].Annotations.OfType<ContainerMountAnnotation>(), m => m.Type == ContainerMountType.Volume);
            Assert.Equal(ContainerLifetime.Persistent, model[store].Annotations.OfType<ContainerLifetimeAnnotation>().Single().Lifetime);
        }
        Assert.IsType<RedisResource>(model["cache"]);
        foreach (var service in new[] { "members", "candidates", "consensus" })
        {
            Assert.Equal($"{{{service}-journal.connectionString}}", (await model.EnvironmentOfAsync(service))["ConnectionStrings__journal"]);
            Assert.Equal(WaitType.WaitUntilHealthy, model.WaitsOf(service)[$"{service}-journal"]);
            Assert.Equal(WaitType.WaitUntilHealthy, model.WaitsOf(service)["cache"]);
        }
    }

    [Fact]
    public async Task Three_processes_of_Consensus_run()
    {
        await using var model = await Model.OfAsync("--containers");
        Assert.Equal((1, 1, 3), (model.ReplicasOf("members"), model.ReplicasOf("candidates"), model.ReplicasOf("consensus")));
    }
}

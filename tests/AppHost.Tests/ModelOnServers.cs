namespace NatoServices.AppHost.Tests;

/// <summary>The model with servers that exist: <c>--postgres</c> and <c>--redis</c>.</summary>
public sealed class ModelOnServers
{
    private const string Postgres = "Host=db.example;Username=nato;Password=secret", Redis = "cache.example:6379,password=secret";

    [Fact]
    public async Task Each_service_has_a_database_there_which_its_errand_makes_before_it_starts()
    {
        await using var model = await Model.OfAsync("--postgres", Postgres, "--redis", Redis, "--DatabasePrefix", "trial_");
        Assert.DoesNotContain(model.All, r => r.IsContainer());
        Assert.DoesNotContain(model.All, r => r.Name == "garnet");
        foreach (var service in new[] { "members", "candidates", "consensus" })
        {
            var journal = (IResourceWithConnectionString)model[$"{service}-journal"];
            Assert.Equal($"{Postgres};Database=trial_{service}", await journal.GetConnectionStringAsync());
            Assert.Equal($"PostgreSQL, database trial_{service}", model.SourceOf($"{service}-journal"));
            Assert.Equal(WaitType.WaitForCompletion, model.WaitsOf(service)[$"{service}-migrate"]);
            Assert.Equal(service, model.ParentOf($"{service}-migrate"));
            Assert.Equal($"{{{service}-journal.connectionString}}", (await model.EnvironmentOfAsync($"{service}-migrate"))["ConnectionStrings__journal"]);
            Assert.Empty(model.EndpointsOf($"{service}-migrate"));
        }
        Assert.Equal(Redis, await ((IResourceWithConnectionString)model["cache"]).GetConnectionStringAsync());
        Assert.Equal((1, 1, 3), (model.ReplicasOf("members"), model.ReplicasOf("candidates"), model.ReplicasOf("consensus")));
    }

    [Fact]
    public async Task Their_addresses_are_secrets()
    {
        await using var model = await Model.OfAsync("--postgres", Postgres, "--redis", Redis);
        Assert.All(["postgres-server", "redis-server"], name => Assert.True(((ParameterResource)model[name]).Secret));
    }

    [Theory]
    [InlineData("postgres", " ", "it must name a host and no database")]
    [InlineData("postgres", "Username=nato", "it must name a host and no database")]
    [InlineData("postgres", "Host=db.example;Database=nato", "it must name a host and no database")]
    [InlineData("postgres", "Hots=db.example", "Couldn't set hots")]
    [InlineData("postgres", "postgres://nato:secret@db.example", "it must name a host and no database")]
    [InlineData("redis", " ", "it must name an endpoint")]
    [InlineData("redis", "password=secret", "it must name an endpoint")]
    [InlineData("redis", "cache.example:6379,pasword=secret", "it must name an endpoint")]
    public async Task A_wrong_address_is_refused_in_one_line_that_keeps_its_secret(string setting, string value, string problem)
    {
        var refused = await Assert.ThrowsAsync<DistributedApplicationException>(() => Model.OfAsync($"--{setting}", value));
        Assert.StartsWith($"The setting {setting} is wrong: ", refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}

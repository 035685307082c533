namespace NatoServices.Services.Tests.Hosting;

/// <summary>A test that starts a Redis of its own; skipped, and it says so, where the environment names no Redis.</summary>
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Absent;
}

/// <summary>The same for each of several data.</summary>
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    public RedisTheoryAttribute() => Skip = RedisServer.Absent;
}

using System.Text;
using JasperFx.Events;
using Marten;

namespace NatoServices.Benchmarks.Yardsticks;

/// <summary>Marten's Quick append with the version that the stream is expected to have.</summary>
internal sealed class MartenStore(DocumentStore documents) : IStore
{
    private readonly Revisions revisions = new();

    /// <summary>Opens it, with its tables in a schema of its own.</summary>
    public static async Task<MartenStore> OpenAsync(string connectionString)
    {
        var documents = DocumentStore.For(options =>
        {
            options.Connection(connectionString);
            options.DatabaseSchemaName = "marten";
            options.Events.DatabaseSchemaName = "marten";
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.AppendMode = EventAppendMode.Quick;
            options.Events.AddEventType<Entered>();
        });
        await documents.Advanced.Clean.CompletelyRemoveAllAsync();
        await documents.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return new(documents);
    }

    public async Task AppendAsync(string stream, byte[] body)
    {
        await using var session = documents.LightweightSession();
        session.Events.Append(stream, revisions.Next(stream), new Entered(Encoding.ASCII.GetString(body)));
        await session.SaveChangesAsync();
    }
}

/// <summary>What is entered.</summary>
public sealed record Entered(string Body);

using NatoServices.AppHost;
using NatoServices.AppHost.Publishing;

Failures.TellInOneLine();
var builder = DistributedApplication.CreateBuilder(Settings.Arguments(args));

// Default: Garnet as a project, and a SQLite file for each service. Redis and PostgreSQL: on existing servers (--redis, --postgres), with
// --containers, and when published.
var cache = builder.AddCache();
var journals = builder.AddJournals();

var members = builder.AddProject<Projects.Members>("members")
    .AsService(journals, cache);

var candidates = builder.AddProject<Projects.Candidates>("candidates")
    .AsService(journals, cache)
    .WithReference(members).WaitFor(members);

var consensus = builder.AddProject<Projects.Consensus>("consensus")
    .AsService(journals, cache)
    .WithReference(members).WaitFor(members)
    .WithReference(candidates).WaitFor(candidates)
    .WithVerifyCommand();

// Records the reported case once all services are healthy, then ends.
builder.AddSeed<Projects.Cases>("seed")?
    .WithReference(members).WaitFor(members)
    .WithReference(candidates).WaitFor(candidates)
    .WithReference(consensus).WaitFor(consensus);

builder.RequireContainerEngine();
builder.WithoutCertificates();
builder.AddPublishing();

await builder.Build().RunAsync();

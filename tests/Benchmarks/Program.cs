using NatoServices.Benchmarks;

return await BenchmarkCommand.RunAsync(args);

using NatoServices.EmbeddedCache;

return await CacheCommand.RunAsync(args);

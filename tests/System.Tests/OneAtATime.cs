// Each test starts whole processes: side by side they would need the memory of all of them at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

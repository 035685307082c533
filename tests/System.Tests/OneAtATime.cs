// Each test starts whole processes and has deadlines: side by side they would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

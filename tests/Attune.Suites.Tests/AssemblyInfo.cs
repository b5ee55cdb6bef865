// Benchmarks that run beside each other starve each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

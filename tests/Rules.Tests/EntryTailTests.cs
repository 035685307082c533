using CsCheck;
using Nato.Consensus.V1;
using NatoServices.Consensus.Watching;

namespace NatoServices.Rules.Tests;

/// <summary>What is kept ready for those who watch a record.</summary>
public sealed class EntryTailTests
{
    [Fact]
    public void It_has_the_last_entries_in_order_and_no_more_bytes_than_it_may_unless_one_entry_has_more() =>
        Gen.Int[0, EntryTail.MaxBytes + 1000].Array[1, 20].Sample(sizes =>
        {
            var tail = sizes.Select(EntryOf).Aggregate(EntryTail.At(7), (tail, entry) => tail.And(entry));
            Assert.Equal(7 + sizes.Length, tail.Revision);
            Assert.Equal(Enumerable.Range(8 + sizes.Length - tail.Entries.Count, tail.Entries.Count), tail.Entries.Select(e => (int)e.Revision));
            Assert.Equal(tail.Entries.Sum(e => e.CalculateSize()), tail.Bytes);
            Assert.True(tail.Entries.Count == 1 || tail.Bytes <= EntryTail.MaxBytes, $"{tail.Entries.Count} entries of {tail.Bytes} bytes");
            Assert.True(tail.HasAllAfter(tail.Revision) && tail.HasAllAfter(tail.Revision - tail.Entries.Count));
            Assert.False(tail.HasAllAfter(tail.Revision - tail.Entries.Count - 1));
        });

    private static WatchEntriesResponse EntryOf(int size, int n) => new() { Revision = 8 + n, Entry = new() { Body = new string('x', size) } };
}

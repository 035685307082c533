using Google.Protobuf;

namespace NatoServices.Aggregates;

/// <summary>Where a page ends: after so many items, or earlier once it has <see cref="MaxBytes"/>. A larger item is a page of its own.</summary>
/// <param name="items">The maximum number of items.</param>
public sealed class PageLimit(int items)
{
    /// <summary>The size with which a page ends, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private int count;

    private long bytes;

    /// <summary>Takes the next item; false if it does not fit on the page any more.</summary>
    public bool TryTake(IMessage item)
    {
        bytes += item.CalculateSize();
        if (count > 0 && (count == items || bytes > MaxBytes)) return false;
        count++;
        return true;
    }
}

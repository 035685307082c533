using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NatoServices.Journal;

/// <summary>
/// The hash chain of a stream: <c>hash = SHA-256(previous hash ‖ revision ‖ recorded_at ‖ kind ‖ actor ‖ body)</c>. Revision and
/// recorded_at (microseconds since 1970-01-01 UTC) are 8 bytes each, big-endian. Kind, actor and body are UTF-8, each after its length in 4
/// bytes, big-endian. Before revision 1 stands SHA-256 of the stream's name in UTF-8, so that no stream passes for another. A sealed text
/// is not hashed here: the body contains its <see cref="Seal"/>.
/// </summary>
public static class HashChain
{
    /// <summary>The previous hash of a stream's first entry.</summary>
    public static byte[] Root(string stream) => SHA256.HashData(Encoding.UTF8.GetBytes(stream));

    /// <summary>The hash of an entry.</summary>
    public static byte[] Next(
        ReadOnlySpan<byte> previous, long revision, DateTimeOffset recordedAt, string kind, string actor, string body)
    {
        // One buffer: hashing several pieces needs a hash object, which costs more than the hashing.
        var length = previous.Length + (2 * sizeof(long)) + (3 * sizeof(int)) + LengthOf(kind) + LengthOf(actor) + LengthOf(body);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            previous.CopyTo(rented);
            var rest = rented.AsSpan(previous.Length);
            BinaryPrimitives.WriteInt64BigEndian(rest, revision);
            BinaryPrimitives.WriteInt64BigEndian(rest = rest[sizeof(long)..], Microseconds.From(recordedAt));
            rest = rest[sizeof(long)..];
            foreach (var text in (ReadOnlySpan<string>)[kind, actor, body])
            {
                var written = Encoding.UTF8.GetBytes(text, rest[sizeof(int)..]);
                BinaryPrimitives.WriteInt32BigEndian(rest, written);
                rest = rest[(sizeof(int) + written)..];
            }
            return SHA256.HashData(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        static int LengthOf(string text) => Encoding.UTF8.GetByteCount(text);
    }

    /// <summary>Recomputes the chain over a whole stream, from its first entry.</summary>
    public static async Task<ChainCheck> VerifyAsync(string stream, IAsyncEnumerable<JournalEntry> entries)
    {
        var last = 0L;
        var previous = Root(stream);
        await foreach (var entry in entries)
        {
            if (entry.Revision != last + 1) return new(last, previous, new(last + 1, "the entry is missing"));
            var expected = Next(previous, entry.Revision, entry.RecordedAt, entry.Kind, entry.Actor, entry.Body);
            if (!entry.Hash.Span.SequenceEqual(expected))
                return new(last, previous, new(entry.Revision, "the entry, or one before it, is not as it was entered"));
            if (!Seal.Holds(entry.Body, entry.Sealed))
                return new(last, previous, new(entry.Revision, "the sealed text is not the one that the entry names"));
            (last, previous) = (entry.Revision, expected);
        }
        return new(last, previous, null);
    }
}

/// <summary>The result of recomputing a chain.</summary>
/// <param name="Revision">The last valid revision; all before it are valid too. 0 if none is.</param>
/// <param name="Hash">The hash at that revision.</param>
/// <param name="FirstBroken">The first invalid entry; null if all are valid.</param>
public sealed record ChainCheck(long Revision, ReadOnlyMemory<byte> Hash, BrokenEntry? FirstBroken);

/// <summary>An invalid entry: its revision, and what is wrong with it.</summary>
public sealed record BrokenEntry(long Revision, string Problem);

/// <summary>Times as the database stores them: microseconds since 1970-01-01 UTC, which both engines store exactly.</summary>
public static class Microseconds
{
    /// <summary>A time as it is stored; smaller units are cut off.</summary>
    public static long From(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of a stored value.</summary>
    public static DateTimeOffset ToMoment(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

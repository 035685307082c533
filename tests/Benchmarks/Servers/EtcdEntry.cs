using Google.Protobuf;
using NatoServices.Benchmarks.Yardsticks.Etcd;

namespace NatoServices.Benchmarks.Servers;

/// <summary>An entry of a stream, as somebody who keeps records in etcd would write it.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Body">What is entered.</param>
internal sealed record EtcdEntry(string Stream, ByteString Body)
{
    private static readonly ByteString HeadNow = ByteString.CopyFromUtf8(new string('x', 40));

    /// <summary>Just the entry.</summary>
    public PutRequest Put => new() { Key = ByteString.CopyFromUtf8(Stream), Value = Body };

    /// <summary>
    /// What a write of ours promises: only if the head is the expected one, and by the request's key, the entry, the head and the key. The
    /// generator sends the same again and again, so that what is compared always holds: the head stays as it was, and the key may be there.
    /// That spares etcd new keys, so that it is not slower than with the real thing.
    /// </summary>
    public TxnRequest Txn => new()
    {
        Compare =
        {
            new Compare { Target = Compare.Types.CompareTarget.Value, Result = Compare.Types.CompareResult.Equal, Key = Head, Value = HeadNow },
            new Compare { Target = Compare.Types.CompareTarget.Version, Result = Compare.Types.CompareResult.Greater, Key = Request, Version = -1 },
        },
        Success = { Putting(ByteString.CopyFromUtf8($"entry/{Stream}"), Body), PuttingHead, Putting(Request, HeadNow) },
    };

    private ByteString Head => ByteString.CopyFromUtf8($"head/{Stream}");

    private ByteString Request => ByteString.CopyFromUtf8($"request/{Stream}");

    private RequestOp PuttingHead => Putting(Head, HeadNow);

    /// <summary>Puts the head there, and sees that the transaction succeeds.</summary>
    public async Task PrepareAsync(EtcdServer etcd)
    {
        await etcd.Keys.PutAsync(PuttingHead.RequestPut);
        if (!(await etcd.Keys.TxnAsync(Txn)).Succeeded) throw new InvalidOperationException("etcd's transaction compares what does not hold.");
    }

    private static RequestOp Putting(ByteString key, ByteString value) => new() { RequestPut = new() { Key = key, Value = value } };
}

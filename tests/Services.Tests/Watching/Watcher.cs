using Google.Rpc;
using Grpc.Core;
using NatoServices.Services.Tests.Hosting;

namespace NatoServices.Services.Tests.Watching;

/// <summary>A watch over gRPC, which takes a message when the test asks for one.</summary>
internal sealed class Watcher<T>(ServiceFixture services, AsyncServerStreamingCall<T> call) : IDisposable
{
    private Task<bool>? moving;

    /// <summary>How many messages it has taken.</summary>
    public int Taken { get; private set; }

    /// <summary>The next message that is so; the clock goes on while it doesn't come, unless it is to stand still.</summary>
    public async Task<T> NextAsync(Predicate<T>? isSo = null, bool standStill = false)
    {
        while (true)
        {
            moving ??= call.ResponseStream.MoveNext(default);
            if (!standStill) await services.UntilAsync(() => Task.FromResult(moving.IsCompleted), come => come);
            Assert.True(await moving.WaitAsync(Waiting.Longest));
            Take();
            if (isSo?.Invoke(call.ResponseStream.Current) ?? true) return call.ResponseStream.Current;
        }
    }

    /// <summary>What comes within this time of the services' clock.</summary>
    public async Task<List<T>> ComingAsync(TimeSpan time)
    {
        var come = new List<T>();
        for (var passed = TimeSpan.Zero; passed <= time; passed += TimeSpan.FromMilliseconds(500))
        {
            while ((moving ??= call.ResponseStream.MoveNext(default)).IsCompleted)
            {
                Assert.True(await moving);
                come.Add(call.ResponseStream.Current);
                Take();
            }
            await services.PassAsync(TimeSpan.FromMilliseconds(500));
        }
        return come;
    }

    /// <summary>Reads on until the watch ends.</summary>
    public async Task<(StatusCode Status, string? Reason)> EndAsync()
    {
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await (moving ?? call.ResponseStream.MoveNext(default)).WaitAsync(Waiting.Longest)) Take();
        });
        return (ended.StatusCode, ended.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
    }

    public void Dispose() => call.Dispose();

    private void Take() => (moving, Taken) = (null, Taken + 1);
}

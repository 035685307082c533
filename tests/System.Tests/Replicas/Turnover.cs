namespace NatoServices.System.Tests.Replicas;

/// <summary>Ends replicas one after the other, by both signals in turn, and starts each again at once.</summary>
internal sealed class Turnover(IReadOnlyList<ServiceProcess> replicas, Chronicle chronicle)
{
    /// <summary>All are there for a while in between. Nothing depends on its length.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);

    /// <param name="times">How many replicas to end.</param>
    public async Task RunAsync(int times)
    {
        for (var n = 0; n < times; n++)
        {
            await Task.Delay(Rest);
            var (number, signal) = (n % replicas.Count, n % 2 == 0 ? BuiltProcess.Kill : BuiltProcess.Terminate);
            // Those whose watch was cut go to the next replica, so somebody comes to each.
            await Waiting.UntilAsync(() => chronicle.Watches.GetValueOrDefault(number) > 0, $"somebody watches at replica {number}");
            var began = chronicle.Now;
            var code = await replicas[number].EndAsync(signal);
            var gone = chronicle.Now;
            replicas[number].Start();
            await replicas[number].ReadyAsync();
            chronicle.Outages.Enqueue(new(number, signal, code, began, gone, chronicle.Now));
        }
    }
}

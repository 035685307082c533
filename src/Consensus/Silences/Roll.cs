using Grpc.Core;
using NatoServices.Consensus.Rules;
using NatoServices.ServiceDefaults;
using NatoServices.Words;
using Silence = NatoServices.Consensus.Rules.Silence;

namespace NatoServices.Consensus.Silences;

/// <summary>
/// The roster for a break of silence, as far as it can be had: a member must not lose its say because Members is away while the
/// deadline comes. Nobody is turned down for that; whoever is not known to be a member waits.
/// </summary>
/// <param name="Roster">The newest roster; null if Members is away.</param>
/// <param name="Away">The refusal that says so; null if it isn't.</param>
internal sealed record Roll(Roster? Roster, Refusal? Away)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Asks Members, and leaves time to decide: a break is in time or not by the moment at which it is decided on.</summary>
    /// <param name="rosters">Asks.</param>
    /// <param name="left">The time that is left until the deadline; negative if none is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<Roll> CallAsync(RosterReader rosters, TimeSpan left, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience(left));
        try
        {
            return new(await rosters.NewestAsync(patience.Token), null);
        }
        catch (RefusalException refused) when (refused.Refusal is OwnerUnavailable)
        {
            return new(null, refused.Refusal);
        }
        // It hangs, or fails otherwise: the member that breaks silence is not to suffer for it.
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, new OwnerUnavailable("members"));
        }
    }

    /// <summary>How long to wait for Members: half of what is left at most, so that the other half is there to decide and to enter.</summary>
    public static TimeSpan Patience(TimeSpan left) => left > TimeSpan.Zero && left / 2 < Longest ? left / 2 : Longest;

    /// <summary>A ruling on a break, or the wait for Members where it rests on a membership that nobody can vouch for.</summary>
    public Ruling<SelectionEvent> Join(Ruling<SelectionEvent> ruling, Silence? silence, string member) =>
        Away is null || ruling.Refusal is not null || silence!.Electorate.Contains(member) ? ruling : Away;
}

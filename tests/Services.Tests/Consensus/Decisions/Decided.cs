using Nato.Consensus.V1;
using static NatoServices.Services.Tests.Consensus.ConsensusFixture;
using static NatoServices.Services.Tests.Consensus.Deciding;

namespace NatoServices.Services.Tests.Consensus.Decisions;

/// <summary>A selection that has decided, in words that look like markup.</summary>
public sealed class Decided : IAsyncLifetime
{
    public const string Selection = "documents";

    private const string Text = """
        # Title *bold* [link](javascript:alert)

        - item
        + item
        1. item
        2) item
        ---
        ===
        > quote `code` <script>
        """;

    public ConsensusFixture Services { get; } = new();

    public async Task InitializeAsync()
    {
        await Services.InitializeAsync();
        await Services.OpenAsync(Selection);
        await Services.Consensus.RecordPositionAsync(Position(Selection, "FRA", Stance.NoPosition));
        await Services.Consensus.RecordPositionAsync(Position(Selection, "POL", Stance.Supports, "a <b>visit</b> | &amp;"));
        var request = Opening(Selection, TimeSpan.FromHours(1));
        request.Text = Text.ReplaceLineEndings("\n");
        await Services.Consensus.OpenSilenceAsync(request);
        Services.Clock.Advance(TimeSpan.FromHours(1));
        await Services.UntilAsync(Selection, DeliveryState.Delivered);
    }

    public Task DisposeAsync() => Services.DisposeAsync();
}

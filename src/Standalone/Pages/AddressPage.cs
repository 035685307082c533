using NatoServices.Standalone.Hosting;

namespace NatoServices.Standalone.Pages;

internal static class AddressPage
{
    public static IEnumerable<string> Of(Settings settings)
    {
        string[][] rows =
        [
            ["service", "REST", "gRPC", "record"],
            .. Hosted.All.Select(hosted => hosted.Identity.Name).Select(name => (string[])
                [name, settings.Ports.Services[name].Http.Url, settings.Ports.Services[name].Grpc.Address, settings.FileOf(name)]),
            ["cache", "", settings.Ports.Cache.Address, "in memory, speaks Redis"],
        ];
        return TextTable.Rows("", rows);
    }
}

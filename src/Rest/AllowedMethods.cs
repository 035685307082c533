using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace NatoServices.Rest;

/// <summary>
/// Which HTTP methods an address takes. Routing itself does not always know: where several addresses differ only in what follows a colon, it
/// chooses by the method first, and answers 404 in place of 405.
/// </summary>
internal sealed class AllowedMethods(EndpointDataSource endpoints)
{
    private readonly Lazy<(TemplateMatcher Address, IReadOnlyList<string> Methods)[]> known = new(() =>
    [
        .. from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
           let methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
           where methods is not null && !endpoint.RoutePattern.RawText!.Contains("{unimplemented", StringComparison.Ordinal)
           select (new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []), methods),
    ]);

    /// <summary>The methods, in the order of their names; empty if there is nothing at this address.</summary>
    public IReadOnlyList<string> At(PathString path) =>
        [.. known.Value.Where(each => each.Address.TryMatch(path, [])).SelectMany(each => each.Methods).Distinct().Order(StringComparer.Ordinal)];
}

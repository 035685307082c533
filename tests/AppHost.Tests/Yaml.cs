using YamlDotNet.RepresentationModel;

namespace NatoServices.AppHost.Tests;

/// <summary>YAML as nodes.</summary>
internal static class Yaml
{
    /// <summary>The root of a text's first document.</summary>
    public static YamlNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }
}

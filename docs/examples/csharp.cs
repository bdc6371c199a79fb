// Calls a provider's API as an account of Roadcase. .NET, nothing to install beside it.
//
//     ROADCASE_KEY=rck_... dotnet run        (or: roadcase run twitch -- dotnet run)
using System;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

static class Example
{
    static string Environ(string name, string otherwise) => Environment.GetEnvironmentVariable(name) ?? otherwise;

    static int Main(string[] args) => Run(args).GetAwaiter().GetResult();

    static async Task<int> Run(string[] args)
    {
        var roadcase = Environ("ROADCASE_URL", "http://localhost:3000");
        var account = args.Length > 0 ? args[0] : "twitch";
        var api = args.Length > 1 ? args[1] : "https://api.twitch.tv/helix/users";

        var http = new HttpClient();
        var ask = new HttpRequestMessage(HttpMethod.Get, $"{roadcase}/api/v1/token/{account}?format=headers");
        ask.Headers.Add("X-API-Key", Environ("ROADCASE_KEY", ""));
        var said = await http.SendAsync(ask);
        var headers = await said.Content.ReadAsStringAsync();
        if (!said.IsSuccessStatusCode)
        {
            Console.Error.WriteLine(Regex.Match(headers, "\"title\":\"([^\"]*)\"").Groups[1].Value);
            return 1;
        }

        // A line for each header that the provider's API wants. Asking is always right: keep no token, ask again.
        var call = new HttpRequestMessage(HttpMethod.Get, api);
        foreach (var line in headers.Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(": ");
            call.Headers.TryAddWithoutValidation(line.Substring(0, colon), line.Substring(colon + 2).TrimEnd());
        }
        var answer = await http.SendAsync(call);
        Console.WriteLine(await answer.Content.ReadAsStringAsync());
        return answer.IsSuccessStatusCode ? 0 : 1;
    }
}

using Farebox.Cli.Terminal;

namespace Farebox.Cli.Serving;

/// <summary>Lines to copy after the walk, for the reader's own program.</summary>
internal static class CopyLines
{
    public static void Print(Printer print, QuickstartResult result)
    {
        print.Line();
        Section(print, "Environment", OperatingSystem.IsWindows() ? PowerShell(result) : Shell(result));
        Section(print, "curl", Curl);
        Section(print, "Python, with the openai package", PythonOpenAI);
        Section(print, "Python, with requests: the key becomes a short-lived access token first", PythonRequests);
        Section(print, "C#, with the OpenAI package", CSharp);
    }

    private static string Shell(QuickstartResult result) => $"""
        export FAREBOX_BASE_URL={result.BaseUrl}
        export FAREBOX_API_KEY={result.Key ?? "\"$(./farebox token --expires-in 1d)\""}
        export OPENAI_BASE_URL="$FAREBOX_BASE_URL" OPENAI_API_KEY="$FAREBOX_API_KEY"
        """;

    private static string PowerShell(QuickstartResult result) => $"""
        $env:FAREBOX_BASE_URL = "{result.BaseUrl}"
        $env:FAREBOX_API_KEY = {(result.Key is { } key ? $"\"{key}\"" : "(dotnet run --project src/Farebox.Cli -- token --expires-in 1d)")}
        $env:OPENAI_BASE_URL = $env:FAREBOX_BASE_URL; $env:OPENAI_API_KEY = $env:FAREBOX_API_KEY
        """;

    private const string Curl = """
        curl "$OPENAI_BASE_URL/chat/completions" -H "Authorization: Bearer $OPENAI_API_KEY" \
          -H "Content-Type: application/json" \
          -d '{"model": "gpt-3.5-turbo", "messages": [{"role": "user", "content": "Hello"}]}'
        """;

    private const string PythonOpenAI = """
        from openai import OpenAI
        client = OpenAI()  # reads OPENAI_BASE_URL and OPENAI_API_KEY
        answer = client.chat.completions.create(model="gpt-3.5-turbo", messages=[{"role": "user", "content": "Hello"}])
        print(answer.choices[0].message.content)
        """;

    private const string PythonRequests = """
        import os, requests
        BASE, API_KEY = os.environ["FAREBOX_BASE_URL"], os.environ["FAREBOX_API_KEY"]
        token = requests.post(BASE + "/tokens", headers={"Authorization": "Bearer " + API_KEY}).json()["access_token"]
        answer = requests.post(BASE + "/chat/completions", headers={"Authorization": "Bearer " + token},
                               json={"model": "gpt-3.5-turbo", "messages": [{"role": "system", "content": "Hello"}]}).json()
        print(answer["choices"][0]["message"]["content"])
        """;

    private const string CSharp = """
        var client = new OpenAI.Chat.ChatClient("gpt-3.5-turbo",
            new System.ClientModel.ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!),
            new OpenAI.OpenAIClientOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("OPENAI_BASE_URL")!) });
        Console.WriteLine(client.CompleteChat("Hello").Value.Content[0].Text);
        """;

    private static void Section(Printer print, string title, string lines)
    {
        print.Heading(title);
        foreach (var line in lines.Split('\n'))
            print.Line("   " + line.TrimEnd('\r'));
        print.Line();
    }
}

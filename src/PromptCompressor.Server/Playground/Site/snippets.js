// The request on screen as code that can be pasted and run.
import { hasKey } from './api.js';

const keyPlaceholder = 'YOUR_KEY';

/** @param language `curl`, `csharp` or `python`. */
export function snippet(language, request) {
  const url = new URL('v1/compress', document.baseURI).href;
  return { curl, csharp, python }[language](url, request);
}

function curl(url, request) {
  // The here-document takes the text as it is, quotes and all; JSON has no line breaks of its own, so nothing ends it early.
  const key = hasKey() ? ` -H 'x-promptcompressor-key: ${keyPlaceholder}'` : '';
  return `curl -s ${url} -H 'content-type: application/json'${key} --data-binary @- <<'JSON'\n${JSON.stringify(request)}\nJSON\n`;
}

function csharp(url, request) {
  const key = hasKey() ? `client.DefaultRequestHeaders.Add("x-promptcompressor-key", "${keyPlaceholder}");\n` : '';
  return `using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

using var client = new HttpClient();
${key}using var body = new StringContent("""
    ${JSON.stringify(request)}
    """, Encoding.UTF8, "application/json");
using var response = await client.PostAsync("${url}", body);
response.EnsureSuccessStatusCode();
var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
Console.WriteLine(answer.GetProperty("compressed_prompt").GetString());
`;
}

function python(url, request) {
  const key = hasKey() ? `\n    headers={"x-promptcompressor-key": "${keyPlaceholder}"},` : '';
  const fields = Object.entries(request).map(([name, value]) => `        ${JSON.stringify(name)}: ${literal(value)},`);
  return `import requests

response = requests.post(
    "${url}",${key}
    json={
${fields.join('\n')}
    },
)
response.raise_for_status()
print(response.json()["compressed_prompt"])
`;
}

/** Strings of JSON are strings of Python too. */
function literal(value) {
  return value === true ? 'True' : Array.isArray(value) ? `[${value.map(literal).join(', ')}]` : JSON.stringify(value);
}

// The request on screen as code that can be pasted and run.
import { hasKey } from './api.js';

const keyPlaceholder = 'YOUR_KEY';

/** @param language `curl`, `csharp` or `python`. */
export function snippet(language, request) {
  const url = new URL('v1/compress', document.baseURI).href;
  return { curl, csharp, python }[language](url, request);
}

const outputOf = (request) => request.messages ? 'messages' : 'compressed_prompt';

function curl(url, request) {
  // The here-document takes the text as it is, quotes and all; JSON has no line breaks of its own, so nothing ends it early.
  const key = hasKey() ? ` -H 'x-promptcompressor-key: ${keyPlaceholder}'` : '';
  return `curl -s ${url} -H 'content-type: application/json'${key} --data-binary @- <<'JSON'\n${json(request)}\nJSON\n`;
}

function csharp(url, request) {
  const key = hasKey() ? `client.DefaultRequestHeaders.Add("x-promptcompressor-key", "${keyPlaceholder}");\n` : '';
  // JsonDocument works where JSON by reflection is off, as in a file that `dotnet run` is given.
  return `using System.Text;
using System.Text.Json;

using var client = new HttpClient();
${key}using var body = new StringContent("""
    ${json(request)}
    """, Encoding.UTF8, "application/json");
using var response = await client.PostAsync("${url}", body);
response.EnsureSuccessStatusCode();
using var answer = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
Console.WriteLine(answer.RootElement.GetProperty("${outputOf(request)}"));
`;
}

function python(url, request) {
  const key = hasKey() ? `\n    headers={"x-promptcompressor-key": "${keyPlaceholder}"},` : '';
  const fields = Object.entries(request).map(([name, value]) => `        ${json(name)}: ${literal(value)},`);
  return `import requests

response = requests.post(
    "${url}",${key}
    json={
${fields.join('\n')}
    },
)
response.raise_for_status()
print(response.json()["${outputOf(request)}"])
`;
}

/** Strings and numbers of JSON are those of Python too. */
function literal(value) {
  if (value === null || typeof value === 'boolean') {
    return { null: 'None', true: 'True', false: 'False' }[value];
  }

  if (Array.isArray(value)) {
    return `[${value.map(literal).join(', ')}]`;
  }

  return typeof value === 'object' ? `{${Object.entries(value).map(([name, each]) => `${json(name)}: ${literal(each)}`).join(', ')}}` : json(value);
}

/** In one line for every language: C# ends lines at U+0085, U+2028 and U+2029 too. */
function json(value) {
  return JSON.stringify(value).replace(/[\u0085\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

namespace PromptCompressor.Quality.Tools;

/// <summary>Pages, feeds, configuration, code, mails: what is read line by line, or hardly at all.</summary>
internal static class PageTexts
{
    public static IEnumerable<ToolText> Of(Invented any)
    {
        yield return Html(any);
        yield return Xml(any);
        yield return Yaml(any);
        yield return Manifest(any);
        yield return Plan(any);
        yield return Code(any);
        yield return Read(any);
        yield return Mixed(any);
    }

    private static ToolText Html(Invented any)
    {
        var text = new ToolTextBuilder();
        var fact = $"A key that is not used for {any.Number(30, 90)} days is locked, and its {any.Thing}s stay closed.";
        text.Add("<!DOCTYPE html>", "<html><head><title>Limits</title>", "<style>.nav{display:flex} .btn-primary{color:#fff;background:#0a58ca;border-radius:4px;padding:4px 12px}</style>", "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag('js',new Date());</script>", "</head><body>", "<nav class=\"nav nav-main\">");
        text.Add(Enumerable.Range(0, 14).Select(i => $"<a class=\"nav-link nav-item\" href=\"/{any.Verb}/{any.Thing}\">{any.Verb} {any.Thing}</a>"));
        text.Add("</nav><main class=\"content\"><h1>Limits of the interface</h1>", $"<p class=\"lead\">{any.Remark}</p>", $"<p>Every account may send <b>{any.Number(100, 900)} requests</b> a minute. {fact}</p>", "<table class=\"table table-striped\"><tr><th>Plan</th><th>Requests</th></tr>");
        text.Add(Enumerable.Range(1, 6).Select(i => $"<tr class=\"row\"><td>plan-{i}</td><td class=\"num\">{i * 137}</td></tr>"));
        text.Add("</table>", $"<p>{any.Remark}</p>", "</main><footer class=\"footer\"><a href=\"/imprint\">Imprint</a> © Berth</footer></body></html>");
        text.Fact(FactKind.Asked, fact);
        text.Fact(FactKind.Frame, "plan-4", "548");
        return text.Build("HTML page", "fetch_url https://docs.berth.example/limits");
    }

    private static ToolText Xml(Invented any)
    {
        var text = new ToolTextBuilder();
        var failed = any.Number(30, 70);
        text.Add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<bookings>");
        for (var i = 0; i < 80; i++)
        {
            var state = i == failed ? "PAYMENT FAILED" : "paid";
            string[] lines = [$"    <id>{8000 + i}</id>", $"    <guest>{any.Name}</guest>", $"    <price currency=\"EUR\">{any.Number(80, 400)}.50</price>", $"    <state>{state}</state>"];
            text.Add(["  <booking>", .. lines, "  </booking>"]);
            if (i == failed)
            {
                text.Fact(FactKind.Failure, [.. lines.Select(line => line.Trim())]);
            }
        }

        text.Add("</bookings>");
        return text.Build("XML, 80 records", "http_get https://api.berth.example/bookings.xml");
    }

    private static ToolText Yaml(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Add("apiVersion: apps/v1", "kind: Deployment", "metadata:", "  name: berth", "spec:");
        text.Plant(FactKind.Asked, $"  replicas: {any.Number(2, 9)}");
        text.Add("  template:", "    spec:", "      containers:");
        for (var i = 0; i < 5; i++)
        {
            text.Add($"        - name: {Invented.SomeThings[i]}", $"          image: registry.example/{Invented.SomeThings[i]}:{any.Number(1, 9)}.{i}.2", "          env:", $"            - name: {any.Verb.ToUpperInvariant()}_{any.Thing.ToUpperInvariant()}", $"              value: \"{any.Number(10, 900)}\"", "          # not more: the node has 4 GiB", "          resources:", "            limits:", $"              memory: {any.Number(1, 4)}Gi");
        }

        text.Fact(FactKind.Frame, "          # not more: the node has 4 GiB");
        return text.Build("YAML, deployment", "kubectl get deploy berth -o yaml");
    }

    private static ToolText Manifest(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Add("apiVersion: v1", "kind: Service", "metadata:", "  name: berth", "  managedFields:");
        for (var i = 0; i < 12; i++)
        {
            text.Add("  - apiVersion: v1", "    fieldsType: FieldsV1", "    fieldsV1:", "      f:spec:", $"        f:{any.Thing}: {{}}", $"        f:{any.Verb}: {{}}", $"    manager: {any.Thing}-{any.Verb}", $"    time: \"{Invented.Stamp(i * 977)}\"");
        }

        text.Plant(FactKind.Frame, $"  uid: {any.Hex(8)}-{any.Hex(4)}-{any.Hex(12)}");
        text.Add("spec:", "  ports:");
        text.Plant(FactKind.Asked, $"  - port: {any.Number(1000, 9000)}");
        text.Plant(FactKind.Failure, "status:", "  loadBalancer: {}");
        return text.Build("YAML with managed fields", "kubectl get svc berth -o yaml");
    }

    private static ToolText Plan(Invented any)
    {
        var text = new ToolTextBuilder();
        text.Add("Terraform will perform the following actions:", "");
        for (var i = 0; i < 9; i++)
        {
            text.Add($"  # aws_instance.{any.Thing}{i} will be updated in-place", $"  ~ resource \"aws_instance\" \"{any.Thing}{i}\" {{", $"        id            = \"i-{any.Hex(12)}\"", $"      ~ instance_type = \"t3.small\" -> \"t3.medium\"", "        # (31 unchanged attributes hidden)", "    }", "");
        }

        text.Plant(FactKind.Failure, "  # aws_db_instance.fares must be replaced");
        text.Add("-/+ resource \"aws_db_instance\" \"fares\" {");
        text.Plant(FactKind.Failure, "      ~ identifier          = \"fares\" -> \"fares-2\" # forces replacement", "      ~ deletion_protection = true -> false");
        text.Add("    }", "");
        text.Plant(FactKind.Frame, "Plan: 1 to add, 9 to change, 1 to destroy.");
        return text.Build("terraform plan", "terraform plan -no-color");
    }

    private static ToolText Code(Invented any)
    {
        var text = new ToolTextBuilder();
        AddCode(text, any, planted: true);
        return text.Build("C# source", "cat src/Berth/Planner.cs");
    }

    private static ToolText Read(Invented any)
    {
        var code = new ToolTextBuilder();
        AddCode(code, any, planted: false);
        var text = new ToolTextBuilder();
        text.Add(code.Build("", "", end: "").Text.Split('\n').Select((line, i) => $"{i + 1,6}\t{line}"));
        text.Fact(FactKind.Asked, "public sealed class Planner");
        return text.Build("read of a file, numbered", "Read src/Berth/Planner.cs");
    }

    private static ToolText Mixed(Invented any)
    {
        var text = new ToolTextBuilder();
        var rule = $"Please do not restart {any.Thing} {any.Number(100, 999)} before the export is done.";
        text.Add($"{any.Remark} {any.Remark} {rule} {any.Remark}", "", $"{any.Remark} I have attached what the service wrote, and the last bookings:", "");
        for (var i = 0; i < 40; i++)
        {
            if (i == 27)
            {
                text.Plant(FactKind.Failure, $"{Invented.Stamp(i)} ERROR export of {any.Thing} {any.Number(1000, 9999)} stopped: disk full");
            }
            else
            {
                text.Add($"{Invented.Stamp(i)} INFO exported {any.Thing} {any.Number(1000, 9999)} in {any.Number(10, 90)} ms");
            }
        }

        text.Add("", "```csharp", $"var left = store.{Invented.Pascal(any.Verb)}(\"{any.Thing}\");", "if (left is null) { throw new InvalidOperationException(); }", "```", "", $"{any.Remark} {any.Remark} {any.Remark} {any.Remark}");
        text.Fact(FactKind.Frame, "if (left is null) { throw new InvalidOperationException(); }");
        return text.Build("ticket: prose, log, code", "read_ticket 771");
    }

    private static void AddCode(ToolTextBuilder text, Invented any, bool planted)
    {
        text.Add("using System;", "using Berth.Store;", "", "namespace Berth;", "", "/// <summary>Plans what lies where.</summary>", "public sealed class Planner(IStore store)", "{");
        for (var i = 0; i < 12; i++)
        {
            var head = $"    public int {Invented.Pascal(any.Verb)}{Invented.Pascal(any.Thing)}{i}(int number, string {any.Thing})";
            text.Add("    /// <summary>Says how many are left.</summary>");
            text.Add(head);
            text.Add("    {", $"        var rows = store.Load(\"{any.Thing}\", number);", "        if (rows.Count == 0)", "        {", $"            throw new InvalidOperationException(\"no {any.Thing} at \" + number);", "        }", "", "        var sum = 0;", "        foreach (var row in rows)", "        {", $"            sum += row.{Invented.Pascal(any.Thing)} * {any.Number(2, 99)};", "        }", "", "        return sum;", "    }", "");
            if (planted && i == 7)
            {
                text.Fact(FactKind.Asked, head);
            }
        }

        text.Add("}");
    }
}

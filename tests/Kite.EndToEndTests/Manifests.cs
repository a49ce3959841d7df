namespace Kite.EndToEndTests;

/// <summary>Manifests that many tests start from; all run the test image and end at once when asked to.</summary>
internal static class Manifests
{
    /// <summary>A pod of one container that runs a shell script; <paramref name="container"/> and <paramref name="spec"/> add lines, unindented, to the container and the pod's spec.</summary>
    public static string Pod(string name, string script, string container = "", string spec = "", string restartPolicy = "Always") =>
        $"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {name}
          labels: {"{"} app: {name} {"}"}
        spec:
          restartPolicy: {restartPolicy}
          terminationGracePeriodSeconds: 1
        {Indented(spec, 2)}
          containers:
            - name: main
              image: {Docker.TestImage}
              imagePullPolicy: IfNotPresent
              command: ["sh", "-c", {Quoted(script)}]
        {Indented(container, 6)}
        """;

    /// <summary>A Deployment of web servers that answer with their pod's name at port 8080, and its Service at port 80.</summary>
    public static string WebDeployment(string name, int replicas, string serviceType = "ClusterIP") =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
          labels: { app: {{name}} }
        spec:
          replicas: {{replicas}}
          selector:
            matchLabels: { app: {{name}} }
          template:
            metadata:
              labels: { app: {{name}} }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: web
                  image: {{Docker.TestImage}}
                  imagePullPolicy: IfNotPresent
                  command: ["sh", "-c", "mkdir -p /www && hostname > /www/index.html && exec httpd -f -p 8080 -h /www"]
                  ports:
                    - { name: http, containerPort: 8080 }
                  readinessProbe:
                    httpGet: { path: /, port: http }
                    periodSeconds: 1
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {{name}}
        spec:
          type: {{serviceType}}
          selector: { app: {{name}} }
          ports:
            - { name: http, port: 80, targetPort: http }
        """;

    /// <summary>A text as a YAML scalar.</summary>
    public static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Indented(string lines, int by) =>
        string.Join('\n', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new string(' ', by) + line));
}

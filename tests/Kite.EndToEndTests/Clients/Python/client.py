"""Drives a cluster with the official Python client and prints what it sees, a line per fact, for PythonClientTests to compare.

Arguments: namespace, image. KUBECONFIG names the cluster.
"""
import json
import sys
import time

from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.stream import portforward, stream

namespace, image = sys.argv[1:]
config.load_kube_config()
core = client.CoreV1Api()
apps = client.AppsV1Api()


def say(fact, value):
    print(f"{fact}: {value if isinstance(value, str) else json.dumps(value)}", flush=True)


def eventually(what, probe):
    deadline = time.time() + 60
    while True:
        found = probe()
        if found:
            return found
        if time.time() > deadline:
            raise TimeoutError(what)
        time.sleep(0.1)


def objects_and_watches():
    body = client.V1ConfigMap(metadata=client.V1ObjectMeta(name="a", labels={"by": "python"}), data={"k": "1"})
    created = core.create_namespaced_config_map(namespace, body)
    core.patch_namespaced_config_map("a", namespace, [{"op": "replace", "path": "/data/k", "value": "2"}])
    core.patch_namespaced_config_map("a", namespace, {"data": {"k": "3"}})
    core.delete_namespaced_config_map("a", namespace)
    seen = []
    watcher = watch.Watch()
    for event in watcher.stream(core.list_namespaced_config_map, namespace, label_selector="by=python", resource_version=created.metadata.resource_version, timeout_seconds=30):
        seen.append(f"{event['type']} {event['object'].data['k']}")
        if event["type"] == "DELETED":
            watcher.stop()
    say("watched", seen)
    try:
        core.read_namespaced_config_map("a", namespace)
    except ApiException as gone:
        say("gone", f"{gone.status} {json.loads(gone.body)['reason']}")
    pages = []
    for i in range(3):
        core.create_namespaced_config_map(namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(name=f"page-{i}", labels={"page": "yes"})))
    token = None
    while token != "":
        page = core.list_namespaced_config_map(namespace, label_selector="page=yes", limit=2, _continue=token)
        pages.append([item.metadata.name for item in page.items])
        token = page.metadata._continue or ""
    say("pages", pages)


def custom_objects():
    group = "python.example.com"
    schema = {"type": "object", "properties": {"spec": {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer", "minimum": 1}}}}}
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"shirts.{group}"},
        "spec": {"group": group, "scope": "Namespaced", "names": {"plural": "shirts", "singular": "shirt", "kind": "Shirt"}, "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]},
    }
    utils.create_from_dict(client.ApiClient(), definition)
    extensions = client.ApiextensionsV1Api()
    eventually("established", lambda: any(c.type == "Established" and c.status == "True" for c in extensions.read_custom_resource_definition(f"shirts.{group}").status.conditions or []))
    shirts = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version=f"{group}/v1", kind="Shirt")
    shirt = {"apiVersion": f"{group}/v1", "kind": "Shirt", "metadata": {"name": "blue"}, "spec": {"size": 2}}
    say("custom", shirts.create(body=shirt, namespace=namespace).spec.size)
    try:
        shirts.patch(name="blue", namespace=namespace, body={"spec": {"size": 0}}, content_type="application/merge-patch+json")
    except dynamic.exceptions.UnprocessibleEntityError as refused:
        say("refused", json.loads(refused.body)["details"]["causes"][0]["message"])
    extensions.delete_custom_resource_definition(f"shirts.{group}")


def pods():
    labels = {"app": "python"}
    script = "mkdir /www; echo served >/www/index.html; httpd -p 8080 -h /www; echo ready; exec sleep 600"
    container = client.V1Container(name="main", image=image, image_pull_policy="IfNotPresent", command=["sh", "-c", script])
    template = client.V1PodTemplateSpec(metadata=client.V1ObjectMeta(labels=labels), spec=client.V1PodSpec(containers=[container], termination_grace_period_seconds=1))
    spec = client.V1DeploymentSpec(replicas=1, selector=client.V1LabelSelector(match_labels=labels), template=template)
    apps.create_namespaced_deployment(namespace, client.V1Deployment(metadata=client.V1ObjectMeta(name="python"), spec=spec))
    eventually("a ready pod", lambda: apps.read_namespaced_deployment_status("python", namespace).status.ready_replicas)
    name = core.list_namespaced_pod(namespace, label_selector="app=python").items[0].metadata.name
    say("log", eventually("the log", lambda: core.read_namespaced_pod_log(name, namespace).strip()))

    session = stream(core.connect_get_namespaced_pod_exec, name, namespace, command=["sh", "-c", "read line; echo $line; echo err >&2; exit 3"], stdin=True, stdout=True, stderr=True, tty=False, _preload_content=False)
    session.write_stdin("in\n")
    session.run_forever(timeout=30)
    say("exec", [session.read_stdout().strip(), session.read_stderr().strip(), session.returncode])

    forward = portforward(core.connect_get_namespaced_pod_portforward, name, namespace, ports="8080")
    connection = forward.socket(8080)
    connection.settimeout(30)
    connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
    answer = b""
    while not answer.endswith(b"served\n"):
        answer += connection.recv(4096)
    say("forwarded", answer.split(b"\r\n")[0].decode())

    apps.patch_namespaced_deployment_scale("python", namespace, {"spec": {"replicas": 0}})
    eventually("no pods", lambda: not core.list_namespaced_pod(namespace, label_selector="app=python").items)
    say("scaled", apps.read_namespaced_deployment("python", namespace).spec.replicas)


objects_and_watches()
custom_objects()
pods()

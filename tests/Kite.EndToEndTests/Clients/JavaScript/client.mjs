// Drives a cluster with the official JavaScript client and prints what it sees, a line per fact, for JavaScriptClientTests to compare.
// Arguments: namespace, image. KUBECONFIG names the cluster.
import { Writable, PassThrough } from 'node:stream';
import * as k8s from '@kubernetes/client-node';

const [namespace, image] = process.argv.slice(2);
const config = new k8s.KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);
const objects = k8s.KubernetesObjectApi.makeApiClient(config);
const say = (fact, value) => console.log(`${fact}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
const withType = type => k8s.setHeaderOptions('Content-Type', type);

function collect() {
  const stream = new Writable({ write(chunk, _, done) { stream.text += chunk; done(); } });
  stream.text = '';
  return stream;
}

async function eventually(what, probe) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function objectsAndWatches() {
  const seen = [];
  const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, () => core.listNamespacedConfigMap({ namespace, labelSelector: 'by=js' }), 'by=js');
  for (const event of ['add', 'update', 'delete']) informer.on(event, map => seen.push(`${event} ${map.metadata.name} ${map.data.k}`));
  await informer.start();
  const body = { metadata: { name: 'a', labels: { by: 'js' } }, data: { k: '1' } };
  say('created', (await core.createNamespacedConfigMap({ namespace, body })).data.k);
  await core.patchNamespacedConfigMap({ name: 'a', namespace, body: [{ op: 'test', path: '/data/k', value: '1' }, { op: 'replace', path: '/data/k', value: '2' }] }, withType(k8s.PatchStrategy.JsonPatch));
  await core.patchNamespacedConfigMap({ name: 'a', namespace, body: { data: { k: '3' } } }, withType(k8s.PatchStrategy.MergePatch));
  await eventually('three events', () => seen.length >= 3);
  await core.deleteNamespacedConfigMap({ name: 'a', namespace });
  await eventually('four events', () => seen.length >= 4);
  await informer.stop();
  say('informer', seen);
  const gone = await core.readNamespacedConfigMap({ name: 'a', namespace }).catch(error => error);
  say('gone', `${gone.code} ${JSON.parse(gone.body).reason}`);
}

async function apply() {
  const map = value => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', namespace }, data: { owner: value } });
  const patch = (value, manager, force) => objects.patch(map(value), undefined, undefined, manager, force, k8s.PatchStrategy.ServerSideApply);
  await patch('one', 'one');
  const conflict = await patch('two', 'two').catch(error => error);
  say('conflict', JSON.parse(conflict.body).message);
  const forced = await patch('two', 'two', true);
  say('owners', forced.metadata.managedFields.map(entry => `${entry.manager} ${entry.operation}`));
}

async function pods() {
  const labels = { app: 'js' };
  const container = { name: 'main', image, imagePullPolicy: 'IfNotPresent', command: ['sh', '-c', 'mkdir /www; echo served >/www/index.html; httpd -p 8080 -h /www; echo ready; exec sleep 600'] };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } } };
  await apps.createNamespacedDeployment({ namespace, body: { metadata: { name: 'js' }, spec } });
  const ready = async () => (await core.listNamespacedPod({ namespace, labelSelector: 'app=js' })).items.find(pod => pod.status.conditions?.some(c => c.type === 'Ready' && c.status === 'True'));
  const pod = await eventually('a ready pod', ready);
  const name = pod.metadata.name;

  const log = new PassThrough();
  const text = collect();
  log.pipe(text);
  await new k8s.Log(config).log(namespace, name, 'main', log, { follow: true });
  await eventually('the log', () => text.text.includes('\n'));
  say('log', text.text.trim());

  const [output, error] = [collect(), collect()];
  const status = await new Promise((resolve, reject) =>
    new k8s.Exec(config).exec(namespace, name, 'main', ['sh', '-c', 'echo out; echo err >&2; exit 3'], output, error, null, false, resolve).catch(reject));
  say('exec', [output.text.trim(), error.text.trim(), status.status, status.details.causes[0].message]);

  const [request, answer, trouble] = [new PassThrough(), collect(), collect()];
  await new k8s.PortForward(config).portForward(namespace, name, [8080], answer, trouble, request);
  request.write('GET / HTTP/1.0\r\n\r\n');
  await eventually('an answer', () => answer.text.endsWith('served\n'));
  say('forwarded', [answer.text.split('\r\n')[0], trouble.text]);

  await apps.patchNamespacedDeploymentScale({ name: 'js', namespace, body: { spec: { replicas: 0 } } }, withType(k8s.PatchStrategy.MergePatch));
  await eventually('no pods', async () => (await core.listNamespacedPod({ namespace, labelSelector: 'app=js' })).items.length === 0);
  say('scaled', (await apps.readNamespacedDeployment({ name: 'js', namespace })).spec.replicas);
}

await objectsAndWatches();
await apply();
await pods();
process.exit(0);

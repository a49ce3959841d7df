#!/usr/bin/env bash
# From nothing to a Deployment that answers: installs what is missing, builds Kite, starts it and runs the sample application. Safe to run again.
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_root
export KUBECONFIG=/etc/kite/kite.yaml

start_kite() {
  if [ -f "$STATE/kite.pid" ] && kill -0 "$(cat "$STATE/kite.pid")" 2>/dev/null; then return; fi
  mkdir -p "$STATE"
  setsid "$BIN" server >>/var/log/kite.log 2>&1 </dev/null &
  echo $! >"$STATE/kite.pid"
}
server_ready() { [ "$(kubectl get --raw=/readyz)" = ok ]; }
server_ready_or_gone() { server_ready || not_running "$(cat "$STATE/kite.pid")"; }
wait_until_ready() {
  wait_for 60 server_ready_or_gone || true
  server_ready || { tail -n 3 /var/log/kite.log; return 1; }
  wait_for 60 kubectl wait --for=condition=Ready node --all --timeout=1s
}
deploy_sample() { kubectl apply -f "$REPO/packaging/sample/web.yaml" && kubectl rollout status deployment/web --timeout=120s; }
node_address() { kubectl get nodes -o jsonpath='{.items[0].status.addresses[?(@.type=="InternalIP")].address}'; }
cluster_ip() { kubectl get service web -o jsonpath='{.spec.clusterIP}'; }
answers() { curl -fsS -m 2 "$1" | grep -q Hello; }
resolves() { kubectl exec deployment/web -- nslookup web.default.svc.cluster.local | grep -q "$(cluster_ip)"; }
sample_answers() { wait_for 60 answers "http://$(node_address):30080/" && wait_for 30 answers "http://$(cluster_ip)/" && wait_for 30 resolves; }

echo "${BOLD}Kite${PLAIN}"
step "install what is missing" install_prerequisites
step "start the Docker Engine" start_docker
step "build kite (NativeAOT, some minutes the first time)" publish_kite
step "start kite server" start_kite
step "wait for the node to be ready" wait_until_ready
step "import the sample image" import_busybox kite/sample:1
step "deploy the sample application" deploy_sample
step "wait until it answers by address, node port and name" sample_answers

cat <<EOF

The sample application answers at ${BOLD}http://$(node_address):30080/${PLAIN}

Try next:
  export KUBECONFIG=/etc/kite/kite.yaml
  kubectl get all
  kubectl scale deployment/web --replicas=5
  kubectl logs -f deployment/web
  kubectl exec -it deployment/web -- sh
  scripts/down.sh            # stops everything and leaves nothing behind
EOF

#!/usr/bin/env bash
# Undoes scripts/up.sh: stops Kite and removes its containers, networks, iptables rules, mounts and files; stops a Docker Engine that up.sh started.
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_root

stop_kite() {
  [ -f "$STATE/kite.pid" ] || return 0
  local pid
  pid=$(cat "$STATE/kite.pid")
  kill "$pid" 2>/dev/null || true
  wait_for 30 not_running "$pid" || kill -9 "$pid" 2>/dev/null || true
  rm -f "$STATE/kite.pid"
}
clean_node() {
  [ -x "$BIN" ] || { command -v kite >/dev/null && BIN=$(command -v kite); } || return 0
  docker_answers || start_docker
  "$BIN" cleanup
}
remove_files() {
  # What pods had mounted is not Kite's to remove.
  if grep -o ' /var/lib/kite/[^ ]*' /proc/mounts; then echo "these are still mounted: unmount them first"; return 1; fi
  rm -rf /var/lib/kite /etc/kite/kite.yaml /var/log/kite.log "$REPO/out/kite"
  rmdir /etc/kite 2>/dev/null || true
}

step "stop kite server" stop_kite
step "remove containers, networks, rules and mounts" clean_node
step "remove the sample image" remove_images kite/
step "stop the Docker Engine that up.sh started" stop_docker
step "remove files" remove_files
rm -rf "$STATE"

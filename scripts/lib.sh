# Shared by up.sh, down.sh and test.sh; sourced, not run.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STATE=/run/kite-scripts
BIN="$REPO/out/kite/kite"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if [ -t 1 ]; then BOLD=$'\e[1m' GREEN=$'\e[32m' RED=$'\e[31m' DIM=$'\e[2m' PLAIN=$'\e[0m'; else BOLD='' GREEN='' RED='' DIM='' PLAIN=''; fi
STEP_LOG=$(mktemp)
trap 'rm -f "$STEP_LOG"' EXIT

fail() { echo "${RED}$*${PLAIN}" >&2; exit 1; }

need_root() { [ "$(id -u)" = 0 ] || fail "run this as root: it installs packages and starts containers"; }

# step "what it does" command...: shows a spinner on a terminal, the time it took, and the command's output only where it fails.
step() {
  local what=$1 start=$SECONDS back='' pid mark
  shift
  # In the background, because set -e doesn't hold within a condition.
  ("$@") >"$STEP_LOG" 2>&1 &
  pid=$!
  if [ -t 1 ]; then
    back=$'\r'
    while kill -0 "$pid" 2>/dev/null; do
      for mark in '|' / - \\; do printf '\r  %s %s %s' "$mark" "$what" "$DIM$((SECONDS - start)) s$PLAIN"; sleep 0.1; done
    done
  fi
  if wait "$pid"; then echo "$back  ${GREEN}ok${PLAIN} $what $DIM($((SECONDS - start)) s)$PLAIN"; return; fi
  echo "$back  ${RED}failed${PLAIN} $what"
  tail -n 40 "$STEP_LOG" >&2
  exit 1
}

# wait_for SECONDS command...: tries until the command succeeds.
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || { "$@" || true; echo "gave up waiting for: $*"; return 1; }
    sleep 0.2
  done
}

install_packages() {
  local missing=() package
  for package in "$@"; do dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  export DEBIAN_FRONTEND=noninteractive
  # A mirror that is away for a moment is no reason to give up.
  apt-get -o Acquire::Retries=5 update -qq
  apt-get -o Acquire::Retries=5 install -y -qq --no-install-recommends "${missing[@]}"
}

install_prerequisites() {
  command -v dotnet >/dev/null || { echo "the .NET 10 SDK is missing: https://learn.microsoft.com/dotnet/core/install/linux-debian"; return 1; }
  local packages=(iptables iproute2 conntrack busybox-static gcc libc6-dev zlib1g-dev libsqlite3-dev curl ca-certificates)
  command -v dockerd >/dev/null || packages+=(docker.io)
  command -v kubectl >/dev/null || packages+=(kubernetes-client)
  install_packages "${packages[@]}"
}

# What the tests' own clients need beyond that.
install_test_prerequisites() {
  command -v npm >/dev/null || install_packages nodejs npm
  install_packages python3-kubernetes
  # A second runtime beside Docker, and the plugins that give its pods a network.
  install_packages containerd runc containernetworking-plugins
  [ -x /usr/bin/docker-registry ] && return
  install_packages docker-registry
  # Tests start their own; the package's service is nobody's business.
  [ ! -d /run/systemd/system ] || systemctl disable --now docker-registry
}

docker_answers() { docker info >/dev/null 2>&1; }

# Starts a Docker Engine where none runs, and remembers that it did.
start_docker() {
  docker_answers && return
  mkdir -p "$STATE"
  if [ -d /run/systemd/system ]; then
    systemctl start docker
    touch "$STATE/docker.unit"
  else
    rm -f /var/run/docker.pid
    setsid dockerd >/var/log/dockerd.log 2>&1 </dev/null &
    echo $! >"$STATE/dockerd.pid"
  fi
  wait_for 60 docker_answers
}

# Stops the Docker Engine that start_docker started.
stop_docker() {
  if [ -f "$STATE/docker.unit" ]; then
    systemctl stop docker.socket docker
    rm -f "$STATE/docker.unit"
  fi
  [ -f "$STATE/dockerd.pid" ] || return 0
  local pid
  pid=$(cat "$STATE/dockerd.pid")
  kill "$pid" 2>/dev/null || true
  wait_for 30 not_running "$pid"
  rm -f "$STATE/dockerd.pid"
}

not_running() { ! kill -0 "$1" 2>/dev/null; }

# Removes the images whose names begin like this, a regular expression.
remove_images() {
  docker_answers || return 0
  docker images --format '{{.Repository}}:{{.Tag}}' | { grep -E "^($1)" || true; } | xargs -r docker rmi -f
}

# A busybox image without a registry.
import_busybox() {
  local image=$1 root
  docker image inspect "$image" >/dev/null 2>&1 && return
  root=$(mktemp -d)
  mkdir -p "$root/bin" "$root/tmp" "$root/etc"
  cp /bin/busybox "$root/bin/busybox"
  local applet
  for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  tar -C "$root" -c . | docker import --change 'CMD ["sh"]' - "$image"
  rm -rf "$root"
}

publish_kite() {
  dotnet publish "$REPO/src/Kite" -c Release -r "linux-$(dpkg --print-architecture | sed 's/amd64/x64/')" -o "$REPO/out/kite" --nologo -v q
}

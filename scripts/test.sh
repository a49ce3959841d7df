#!/usr/bin/env bash
# All tests, on a machine that may have neither a Docker Engine nor kubectl: unit, integration, and end-to-end with the published executable.
# With arguments, only those suites: unit, integration, e2e.
# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_root
SUITES=("$@")
[ ${#SUITES[@]} -gt 0 ] || SUITES=(unit integration e2e)
RESULTS=$(mktemp -d)
# Nothing that goes wrong here is a test that failed.
# shellcheck disable=SC2317
clean_up() {
  remove_images 'kite/test|kite-kubelet-test/' >/dev/null 2>&1 || true
  stop_docker || true
  rm -rf "$RESULTS" "$STEP_LOG"
}
trap clean_up EXIT

passed=0 failed=0 status=0

# run_suite NAME PROJECT: runs the tests of a project and adds up its counts.
run_suite() {
  local log="$RESULTS/$1.log"
  echo "${BOLD}$1${PLAIN}"
  dotnet test "$REPO/tests/$2" --no-build -c Release --nologo --blame-hang-timeout 10m --results-directory "$RESULTS/$1" 2>&1 | tee "$log" || status=1
  local line
  line=$(grep -E '(Passed|Failed)!' "$log" | tail -n 1) || { echo "$1 ran no test"; status=1; return; }
  passed=$((passed + $(sed -E 's/.*Passed: *([0-9]+).*/\1/' <<<"$line")))
  failed=$((failed + $(sed -E 's/.*Failed: *([0-9]+).*/\1/' <<<"$line")))
}

step "install what is missing" install_prerequisites
step "install what the tests need" install_test_prerequisites
step "start the Docker Engine" start_docker
step "build" dotnet build "$REPO/Kite.sln" -c Release --nologo -v q
step "import the test image" import_busybox kite/test:1
for suite in "${SUITES[@]}"; do
  case $suite in
    unit) run_suite unit Kite.UnitTests ;;
    integration) run_suite integration Kite.IntegrationTests ;;
    e2e)
      step "publish kite (NativeAOT)" publish_kite
      KITE_BINARY="$BIN" run_suite e2e Kite.EndToEndTests
      ;;
    *) fail "unknown suite $suite: unit, integration, e2e" ;;
  esac
done
[ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed"
exit "$status"

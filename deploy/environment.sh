#!/usr/bin/env bash
# Makes .venv exactly as uv.lock says, with a Python 3.10 that is found on this machine or, failing
# that, fetched by uv. Does nothing when .venv is up to date. PYTHON=/path/to/python3.10 overrides.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

UV_VERSION=0.13.8
NEEDED_MEGABYTES=3000
stamp=.venv/.lock-checksum

say() { printf '%s\n' "$*"; }
fail() { printf 'Lantern cannot start: %s\n' "$*" >&2; exit 1; }

is_python_310() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

find_python() {
  # A pyenv shim answers to python3.10 even where it leads nowhere, so each candidate is run.
  local candidate
  for candidate in "${PYTHON:-}" python3.10 python3 python \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python /usr/bin/python3.10 /usr/local/bin/python3.10 /opt/*/bin/python3.10; do
    [ -n "$candidate" ] || continue
    if is_python_310 "$candidate"; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return 0
    fi
  done
  return 1
}

any_python() {
  local candidate
  for candidate in "${1:-}" python3 python; do
    if [ -n "$candidate" ] && "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

checksum=$(cat uv.lock pyproject.toml deploy/environment.sh | sha256sum | cut -d' ' -f1)
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$checksum" ]; then
  exit 0
fi

if [ -n "${PYTHON:-}" ] && ! is_python_310 "$PYTHON"; then
  fail "PYTHON=$PYTHON is not a working Python 3.10."
fi
python=$(find_python) || python=""

free=$(df -Pm . | awk 'NR==2 {print $4}')
if [ ! -d .venv ] && [ "$free" -lt "${LANTERN_NEEDED_MEGABYTES:-$NEEDED_MEGABYTES}" ]; then
  fail "the disk has $free MB free here, and the environment needs about ${LANTERN_NEEDED_MEGABYTES:-$NEEDED_MEGABYTES} MB. Please make room."
fi

# The pinned uv, so that everybody's environment is made by the same program.
uv=.uv/bin/uv
if command -v uv >/dev/null && [ "$(uv --version 2>/dev/null | awk '{print $2}')" = "$UV_VERSION" ]; then
  uv=$(command -v uv)
elif [ "$("$uv" --version 2>/dev/null | awk '{print $2}')" != "$UV_VERSION" ]; then
  maker=$(any_python "$python") || fail "no Python was found that can make an environment. Please install Python 3.10 with its venv module."
  say "Getting uv $UV_VERSION ..."
  "$maker" -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" \
    || fail "uv $UV_VERSION could not be installed. Is there a network, and room on the disk?"
fi

if [ -z "$python" ]; then
  say "No Python 3.10 was found here; trying to fetch one ..."
  "$uv" python install 3.10 >/dev/null 2>&1 \
    || fail "it needs Python 3.10, which was not found and could not be fetched. Please install it, or say where it is: make run PYTHON=/path/to/python3.10"
  python=$("$uv" python find 3.10)
fi

say "Making the environment from uv.lock (about 1.9 GB; some minutes the first time) ..."
# Compiled now: a server that may not write there would compile it all again at every start.
"$uv" sync --frozen --compile-bytecode --python "$python" || fail "the environment could not be made; the line above says why."
printf '%s' "$checksum" > "$stamp"
say "The environment is ready."

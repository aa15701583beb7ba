#!/usr/bin/env bash
# Makes deploy/tools/.venv: what checks the manifests and loads a running server, apart from Rasa's pins.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=.uv/bin/uv
[ -x "$uv" ] || uv=$(command -v uv) || { echo "Please run \`make environment\` first; it gets uv." >&2; exit 1; }
exec "$uv" sync --quiet --frozen --project deploy/tools

#!/usr/bin/env bash
# Makes the secrets of a new installation, each in a file of its own; one that is there stays.
#   deploy/secrets.sh [folder] [host of PostgreSQL] [host of Redis] [group that reads them]
set -euo pipefail

folder=${1:-$(dirname "${BASH_SOURCE[0]}")/secrets}
postgres=${2:-postgres}
redis=${3:-redis}
# The account of the containers (deploy/images/Dockerfile); systemd hands files over by itself.
readers=${4:-10001}

random() { openssl rand -hex 32; }

keep() {
  local file=$folder/$1
  if [ -e "$file" ]; then
    echo "kept  $file"
    return
  fi
  (umask 077 && printf '%s\n' "$2" > "$file.new")
  if [ "$(id -u)" = 0 ]; then
    chgrp "$readers" "$file.new"
    chmod 0440 "$file.new"
  fi
  mv "$file.new" "$file"
  echo "made  $file"
}

command -v openssl >/dev/null || { echo "openssl is needed to make secrets; please install it." >&2; exit 1; }
mkdir -p -m 0711 "$folder"
keep session_secret "$(random)"
keep preview_secret "$(random)"
keep postgres_password "$(random)"
keep redis_url "redis://:$(random)@$redis:6379/0"
keep legal_loader_url "postgresql://lantern_loader:$(random)@$postgres:5432/legal"
keep legal_reader_url "postgresql://lantern_reader:$(random)@$postgres:5432/legal"
keep preview_url "postgresql://lantern_preview:$(random)@$postgres:5432/preview"
keep signatures_url "postgresql://lantern_signatures:$(random)@$postgres:5432/preview"

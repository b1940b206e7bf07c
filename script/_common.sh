# Shared by all scripts: paths, messages and --help. To be sourced.
# shellcheck shell=bash

set -euo pipefail

ROOT="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
VENV="$ROOT/.venv"
PY="$VENV/bin/python"
export ROOT VENV PY
cd -- "$ROOT"

BOLD='' RED='' GREEN='' DIM='' PLAIN=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  # Some scripts use only a few of these.
  # shellcheck disable=SC2034
  BOLD=$'\e[1m' RED=$'\e[31m' GREEN=$'\e[32m' DIM=$'\e[2m' PLAIN=$'\e[0m'
fi

# uv uses the system's certificates, as pip does.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"; fi

say() { printf '%s\n' "$*"; }

# die SENTENCE [STATUS]: print a sentence on standard error and exit.
die() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# help_if_asked "$@": print the comment at the top of the calling script if the first argument is -h or --help.
help_if_asked() {
  case "${1:-}" in
    -h | --help)
      sed -n '2,/^[^#]/{/^#/!q;s/^# \{0,1\}//;p;}' "$0"
      exit 0
      ;;
  esac
}

# shellcheck shell=bash
# What the other scripts share: where the checkout is, what it needs, how it is built. To be sourced.
# Everything said here goes to stderr, and nothing here reads stdin.

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
binary=$root/.build/release/trm

# Release code, shared by the program and its tests: a target may use only what the map allows.
build_options=(-c release --explicit-target-dependency-import-check error --package-path "$root")

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

fail() {
  say "$1"
  exit "${2:-1}"
}

# Runs a command as root, asking for a password on the terminal if need be.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root; run: $*"
  fi
}

# Installs what is missing: the Swift compiler is asked for, readline's headers are fetched.
install_requirements() {
  command -v swift >/dev/null ||
    fail 'swift is missing; install Swift 6.2 or later (https://www.swift.org/install)' 127
  has_readline && return
  command -v apt-get >/dev/null ||
    fail "readline's headers are missing; install readline for development (readline-devel)"
  say 'installing libreadline-dev'
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  # A broken foreign package source need not stop us: the installation tells.
  as_root "${apt[@]}" update </dev/null >&2 || say 'apt-get update failed; going on'
  as_root "${apt[@]}" install -y --no-install-recommends libreadline-dev </dev/null >&2 ||
    fail 'libreadline-dev could not be installed (see above)'
}

has_readline() {
  local folder
  for folder in /usr/include /usr/local/include; do
    [ -e "$folder/readline/readline.h" ] && return
  done
  [ "$(uname -s)" = Darwin ]
}

# Builds the program, unless no source and no compiler has changed since the last time.
build_program() {
  local stamp=$root/.build/release/.built-by compiler
  compiler=$(readlink -f -- "$(command -v swift)")
  is_fresh "$stamp" "$compiler" && return
  say 'building (the first time takes some minutes)'
  mkdir -p -- "$root/.build" && [ -w "$root/.build" ] ||
    fail "$root/.build can't be written; remove it or run this as its owner" 73
  # What changes while the compiler runs is newer than this file, so the next start sees it.
  started=$root/.build/started.$$
  trap 'rm -f -- "$started"' EXIT
  printf '%s\n' "$compiler" >"$started"
  local status=0
  swift build --product trm "${build_options[@]}" </dev/null >&2 || status=$?
  [ "$status" -eq 0 ] || fail 'the build failed (see above)' "$status"
  mv -f -- "$started" "$stamp"
  trap - EXIT
}

# Whether the program was built by compiler $2 after the last change, by the stamp at $1. The time
# of a file's last change of any kind counts, which copying and checking out can't set back.
is_fresh() {
  [ -x "$binary" ] && [ -r "$1" ] && [ "$(<"$1")" = "$2" ] || return
  local changed
  changed=$(find "$root/Package.swift" "$root/Sources" "$2" -cnewer "$1" -print -quit 2>&1)
  [ -z "$changed" ]
}

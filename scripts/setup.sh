# shellcheck shell=bash
# Shared by the other scripts, which source it: paths, requirements and the build.
# All messages go to stderr, and nothing here reads stdin.

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
binary=$root/.build/release/trm

# Release mode, so the program and its tests share a build; undeclared imports are errors.
build_options=(-c release --explicit-target-dependency-import-check error --package-path "$root")

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

fail() {
  say "$1"
  exit "${2:-1}"
}

# Runs a command as root, with sudo if needed.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "root privileges are needed; run as root: $*"
  fi
}

# Installs the headers of readline, libyaml and zlib that are missing. Fails without a Swift compiler.
install_requirements() {
  command -v swift >/dev/null ||
    fail 'swift not found; install Swift 6.2 or later (https://www.swift.org/install)' 127
  local packages=()
  has_header readline/readline.h || packages+=(libreadline-dev)
  has_header yaml.h || packages+=(libyaml-dev)
  has_header zlib.h || packages+=(zlib1g-dev)
  [ ${#packages[@]} -eq 0 ] && return
  command -v apt-get >/dev/null ||
    fail "headers not found; install the development packages of readline, libyaml and zlib"
  say "installing ${packages[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  # A broken third-party package source doesn't matter if the installation below succeeds.
  as_root "${apt[@]}" update </dev/null >&2 || say 'apt-get update failed; continuing'
  as_root "${apt[@]}" install -y --no-install-recommends "${packages[@]}" </dev/null >&2 ||
    fail "installing ${packages[*]} failed (see above)"
}

# Succeeds if the C compiler finds header $1 in the usual folders.
has_header() {
  local folder
  for folder in /usr/include /usr/local/include /usr/include/*-linux-gnu; do
    [ -e "$folder/$1" ] && return
  done
  [ "$(uname -s)" = Darwin ]
}

# Builds the program if a source or the compiler has changed since the last build.
build_program() {
  local stamp=$root/.build/release/.built-by compiler
  compiler=$(readlink -f -- "$(command -v swift)")
  is_fresh "$stamp" "$compiler" && return
  say 'building (the first build takes a few minutes)'
  mkdir -p -- "$root/.build" || true
  [ -w "$root/.build" ] ||
    fail "can't write to $root/.build; remove it or run this as its owner" 73
  # Created before the build, so a source that changes during the build is newer than the stamp.
  started=$root/.build/started.$$
  trap 'rm -f -- "$started"' EXIT
  printf '%s\n' "$compiler" >"$started"
  local status=0
  swift build --product trm "${build_options[@]}" </dev/null >&2 || status=$?
  [ "$status" -eq 0 ] || fail 'build failed (see above)' "$status"
  mv -f -- "$started" "$stamp"
  trap - EXIT
}

# Succeeds if the stamp $1 says that compiler $2 built the program after the last change. Compares
# ctime, which copying and checking out can't set back.
is_fresh() {
  [ -x "$binary" ] && [ -r "$1" ] && [ "$(<"$1")" = "$2" ] || return
  local changed
  changed=$(find "$root/Package.swift" "$root/Sources" "$2" -cnewer "$1" -print -quit 2>&1)
  [ -z "$changed" ]
}

# shellcheck shell=bash
# The Python runtime's image. Its base is an official slim image where a registry answers,
# else a root made from Debian's packages, kept as a tarball for other engines.

readonly PYTHON_IMAGE=cloudfunc/python:local
readonly OFFICIAL_PYTHON=python:3.13-slim
readonly DEBIAN_PYTHON=cloudfunc/debian-python:local
readonly PATIENCE_WITH_REGISTRY=8

images_up() {
  local inputs
  inputs=$(python_inputs)
  [[ $(image_label "$PYTHON_IMAGE" io.cloudfunc.inputs) != "$inputs" ]] || return 0
  base_up
  say "Building $PYTHON_IMAGE on $BASE_IMAGE"
  DOCKER_BUILDKIT=0 docker_ build --network none --build-arg BASE="$BASE_IMAGE" --build-arg INPUTS="$inputs" \
    -t "$PYTHON_IMAGE" "$ROOT/runtimes/python" >>"$LOGS/images.log" 2>&1 || {
    tail_of "$LOGS/images.log"
    fail "could not build $PYTHON_IMAGE (log: $LOGS/images.log)"
  }
}

python_inputs() {
  (cd "$ROOT/runtimes/python" && cat Dockerfile __main__.py cloudfunc_runtime/*.py) | sha256
}

image_label() {
  docker_ image inspect --format "{{index .Config.Labels \"$2\"}}" "$1" 2>/dev/null || true
}

has_image() { docker_ image inspect "$1" >/dev/null 2>&1; }

# Sets BASE_IMAGE, an image of the engine with python3.
base_up() {
  for BASE_IMAGE in "$OFFICIAL_PYTHON" "$DEBIAN_PYTHON"; do
    if has_image "$BASE_IMAGE"; then return; fi
  done
  say "Asking the registry for $OFFICIAL_PYTHON"
  if pull_quickly "$OFFICIAL_PYTHON"; then
    BASE_IMAGE=$OFFICIAL_PYTHON
  else
    say 'No registry answers: using a root made from Debian packages'
    BASE_IMAGE=$DEBIAN_PYTHON
    root_tarball python3
    docker_ import "$ROOT_TARBALL" "$DEBIAN_PYTHON" >/dev/null
  fi
}

# A registry that cannot be reached may take minutes to say so; once it has named the image, the pull may take its time.
pull_quickly() {
  local image=$1 log=$LOGS/pull.log pid end=$((SECONDS + PATIENCE_WITH_REGISTRY))
  : >"$log"
  docker_ pull "$image" </dev/null >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null && ! grep -q 'Pulling from' "$log"; do
    if ((SECONDS >= end)); then
      kill "$pid" 2>/dev/null || true
      break
    fi
    sleep 0.2
  done
  wait "$pid"
}

# root_tarball PACKAGE: sets ROOT_TARBALL, a minimal Debian with that package.
root_tarball() {
  local package=$1 suite
  suite=$(debian_suite)
  ROOT_TARBALL=$CACHE/debian-$suite-$package-$(dpkg --print-architecture 2>/dev/null || uname -m).tar.gz
  [[ ! -s $ROOT_TARBALL ]] || return 0
  can_install_packages ||
    fail "no registry answers for $OFFICIAL_PYTHON: make it reachable (docker pull $OFFICIAL_PYTHON must work), or put a Debian root with $package at $ROOT_TARBALL (debootstrap --variant=minbase --include=$package $suite root && tar -C root -czf … .)"
  command -v debootstrap >/dev/null || install_packages 'base images without a registry' debootstrap
  make_root "$package" "$suite"
}

make_root() {
  local package=$1 suite=$2 root
  say "Making a Debian root with $package (about a minute, once)"
  mkdir -p "$CACHE"
  root=$(mktemp -d "$CACHE/root.XXXXXX")
  (
    trap 'rm -rf --one-file-system "$root"' EXIT
    trap 'exit 130' INT TERM HUP
    bootstrap "$package" "$suite" "$root" && slim_down "$root" &&
      tar --numeric-owner -C "$root" -czf "$ROOT_TARBALL.new" . && mv "$ROOT_TARBALL.new" "$ROOT_TARBALL"
  ) >>"$LOGS/images.log" 2>&1 </dev/null || {
    tail_of "$LOGS/images.log"
    fail "could not make a Debian root (log: $LOGS/images.log)"
  }
}

bootstrap() {
  local package=$1 suite=$2 root=$3
  http_proxy=${http_proxy:-$(apt_proxy)} \
    debootstrap --variant=minbase --include="$package" "$suite" "$root" "$(debian_mirror "$suite")"
}

slim_down() {
  cd "$1" &&
    rm -rf var/cache/apt/* var/lib/apt/lists/* var/log/* usr/share/{doc,man,locale,info}/* dev/* proc/* sys/*
}

debian_suite() {
  (
    # shellcheck source=/dev/null
    . /etc/os-release
    if [[ $ID == debian && -n ${VERSION_CODENAME:-} ]]; then echo "$VERSION_CODENAME"; else echo bookworm; fi
  )
}

# The mirror from which this machine itself gets that suite; nothing lets debootstrap use its default.
debian_mirror() {
  # shellcheck disable=SC2016 # the names are apt's
  apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite="$1" '$1 == suite && $2 == "main" { print $3; exit }'
}

apt_proxy() {
  local proxy=''
  eval "$(apt-config shell proxy Acquire::http::Proxy 2>/dev/null)"
  echo "$proxy"
}

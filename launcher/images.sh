# shellcheck shell=bash
# The runtimes' images, one per language. Their bases are official images where a registry answers,
# else roots made from Debian's packages, kept as tarballs for other engines.

readonly PYTHON_IMAGE=cloudfunc/python:local NODE_IMAGE=cloudfunc/node:local JAVA_IMAGE=cloudfunc/java:local
readonly OFFICIAL_PYTHON=python:3.13-slim OFFICIAL_NODE=node:22-slim OFFICIAL_JAVA=eclipse-temurin:25-jdk
readonly DEBIAN_PYTHON=cloudfunc/debian-python:local DEBIAN_NODE=cloudfunc/debian-node:local
readonly DEBIAN_ROOT=cloudfunc/debian:local
readonly JAVA_MODULES=java.se,jdk.compiler,jdk.crypto.ec,jdk.jartool,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs
readonly PATIENCE_WITH_REGISTRY=8

# images_up [RUNTIME...]: all of them unless some are named.
images_up() {
  local runtime
  (($# > 0)) || set -- python node java
  MADE_OF=$(inputs_of_images "$PYTHON_IMAGE" "$NODE_IMAGE" "$JAVA_IMAGE")
  for runtime; do "${runtime}_image_up"; done
}

python_image_up() { image_up python "$PYTHON_IMAGE" python_base_up; }
node_image_up() { image_up node "$NODE_IMAGE" node_base_up; }
java_image_up() { image_up java "$JAVA_IMAGE" java_base_up; }

# image_up RUNTIME IMAGE MAKE-BASE: made again when what it is made of has changed.
image_up() {
  local context=$ROOT/runtimes/$1 image=$2 inputs
  inputs=$(files_hash "$context")
  [[ $MADE_OF != *"$inputs"* ]] || return 0
  "$3"
  say "Building $image on $BASE_IMAGE"
  DOCKER_BUILDKIT=0 docker_ build --network none --build-arg BASE="$BASE_IMAGE" --build-arg INPUTS="$inputs" \
    -t "$image" "$context" >>"$LOGS/images.log" 2>&1 || {
    tail_of "$LOGS/images.log"
    fail "could not build $image (log: $LOGS/images.log)"
  }
}

# Of all that an image is made of: its context without the tests and what they left.
files_hash() {
  (cd "$1" && find . \( -name tests -o -name target -o -name __pycache__ \) -prune -o -type f -print |
    LC_ALL=C sort | xargs cat) | sha256
}

# inputs_of_images IMAGE...: of those that are there, with one question.
inputs_of_images() {
  docker_ image inspect --format '{{index .Config.Labels "io.cloudfunc.inputs"}}' "$@" 2>/dev/null || true
}

has_image() { docker_ image inspect "$1" >/dev/null 2>&1; }

# Each sets BASE_IMAGE, an image of the engine with what the runtime needs.
python_base_up() { base_up "$OFFICIAL_PYTHON" "$DEBIAN_PYTHON" python3; }
node_base_up() { base_up "$OFFICIAL_NODE" "$DEBIAN_NODE" nodejs; }
java_base_up() { base_up "$OFFICIAL_JAVA" "$(debian_java)" jdk; }

# base_up OFFICIAL DEBIAN PACKAGE: sets BASE_IMAGE.
base_up() {
  local official=$1 debian=$2
  for BASE_IMAGE in "$official" "$debian"; do
    if has_image "$BASE_IMAGE"; then return; fi
  done
  if pull_if_there "$official"; then
    BASE_IMAGE=$official
  else
    BASE_IMAGE=$debian
    debian_image "$debian" "$3" "$official"
  fi
}

# The first registry that does not answer is not asked again.
pull_if_there() {
  [[ -z ${REGISTRY_IS_SILENT:-} ]] || return 1
  say "Asking the registry for $1"
  pull_quickly "$1" || {
    REGISTRY_IS_SILENT=yes
    say 'No registry answers: using roots made from Debian packages'
    return 1
  }
}

debian_image() {
  local image=$1 package=$2 official=$3
  if [[ $package == jdk ]]; then
    debian_image "$DEBIAN_ROOT" minbase "$official"
    debian_java_image "$image"
  elif ! has_image "$image"; then
    root_tarball "$package" "$official"
    docker_ import "$ROOT_TARBALL" "$image" >/dev/null
  fi
}

debian_java() { echo "cloudfunc/debian-java:$(hash_of_text "$JAVA_MODULES $(cat "$JAVA_HOME/release")")"; }

# A small root with a Java made of the JDK that builds CloudFunc.
debian_java_image() {
  local image=$1 context
  context=$(mktemp -d "$DATA/run/java.XXXXXX")
  (
    trap 'rm -rf "$context"' EXIT
    "$JAVA_HOME/bin/jlink" --add-modules "$JAVA_MODULES" \
      --strip-debug --no-header-files --no-man-pages --output "$context/java" &&
      printf 'FROM %s\nCOPY java /opt/java\nENV PATH=/opt/java/bin:/usr/sbin:/usr/bin:/sbin:/bin\n' \
        "$DEBIAN_ROOT" >"$context/Dockerfile" &&
      DOCKER_BUILDKIT=0 docker_ build --network none -t "$image" "$context"
  ) >>"$LOGS/images.log" 2>&1 || {
    tail_of "$LOGS/images.log"
    fail "could not make $image (log: $LOGS/images.log)"
  }
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

# root_tarball PACKAGE OFFICIAL: sets ROOT_TARBALL, a minimal Debian with that package; minbase: with none.
root_tarball() {
  local package=$1 official=$2 suite include=''
  suite=$(debian_suite)
  [[ $package == minbase ]] || include=--include=$package
  ROOT_TARBALL=$CACHE/debian-$suite-$package-$(dpkg --print-architecture 2>/dev/null || uname -m).tar.gz
  [[ ! -s $ROOT_TARBALL ]] || return 0
  can_install_packages ||
    fail "no registry answers for $official: make it reachable (docker pull $official must work), or put a Debian root at $ROOT_TARBALL (debootstrap --variant=minbase $include $suite root && tar -C root -czf … .)"
  command -v debootstrap >/dev/null || install_packages 'base images without a registry' debootstrap
  make_root "$package" "$suite" "$include"
}

make_root() {
  local package=$1 suite=$2 include=$3 root
  say "Making a Debian root: $package (about a minute, once)"
  mkdir -p "$CACHE"
  root=$(mktemp -d "$CACHE/root.XXXXXX")
  (
    trap 'rm -rf --one-file-system "$root"' EXIT
    trap 'exit 130' INT TERM HUP
    bootstrap "$include" "$suite" "$root" && slim_down "$root" &&
      tar --numeric-owner -C "$root" -czf "$ROOT_TARBALL.new" . && mv "$ROOT_TARBALL.new" "$ROOT_TARBALL"
  ) >>"$LOGS/images.log" 2>&1 </dev/null || {
    tail_of "$LOGS/images.log"
    fail "could not make a Debian root (log: $LOGS/images.log)"
  }
}

bootstrap() {
  local include=$1 suite=$2 root=$3
  http_proxy=${http_proxy:-$(apt_proxy)} \
    debootstrap --variant=minbase ${include:+"$include"} "$suite" "$root" "$(debian_mirror "$suite")"
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

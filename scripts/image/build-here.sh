#!/usr/bin/env bash
# Builds the image with nothing but buildah and packages of Debian bookworm, where no registry of images is in reach:
#   scripts/image/build-here.sh FOLDER
# As root. The two bases are made like the public ones that the Dockerfile names, with the Node.js and npm of this
# checkout; FOLDER keeps them and the images (buildah's storage), so that the next build is shorter. Delete it afterwards.
# Needs the Debian packages buildah, mmdebstrap and crun.
set -euo pipefail
mkdir -p "$1"
work=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."

b() { buildah --storage-driver vfs --root "$work/images" --runroot "$work/run" "$@"; }

build_base=localhost/quiva-build-base run_base=localhost/quiva-run-base

# node:26-bookworm-slim: a small Debian, Node.js and npm.
if ! b inspect --type image "$build_base" >/dev/null 2>&1; then
  [ -f "$work/debian.tar" ] || mmdebstrap --quiet --mode=root --variant=minbase --include=ca-certificates,libatomic1,libstdc++6 \
    bookworm "$work/debian.tar"
  container=$(b from scratch)
  b add "$container" "$work/debian.tar" /
  b copy "$container" node_modules/node/bin/node /usr/local/bin/node
  b copy "$container" "$(npm root --global)/npm" /usr/local/lib/node_modules/npm
  # A mirror behind a certificate of one's own is trusted while the image is built, and no longer.
  b copy "$container" "${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}" /etc/ssl/certs/ca-certificates.crt
  b run --isolation chroot "$container" -- ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
  b config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$container"
  b commit --rm "$container" "$build_base"
fi

# distroless/cc-debian12: the libraries of C and C++, certificates, time zones, and a user; no shell.
if ! b inspect --type image "$run_base" >/dev/null 2>&1; then
  base=$work/run-base packages=$work/packages
  rm -rf "$base" "$packages"
  mkdir -p "$base/etc/ssl/certs" "$base/tmp" "$packages"
  (cd "$packages" && apt-get download -qq libc6 libgcc-s1 libstdc++6 ca-certificates tzdata netbase)
  for package in "$packages"/*.deb; do dpkg-deb --extract "$package" "$base"; done
  find "$base/usr/share/ca-certificates" -name '*.crt' | sort | xargs cat >"$base/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$base"/usr/share/{doc,man,locale,lintian,ca-certificates} "$base"/usr/sbin "$base"/sbin "$base"/usr/bin
  chmod 1777 "$base/tmp"
  printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >"$base/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$base/etc/group"
  container=$(b from scratch)
  b copy "$container" "$base" /
  b commit --rm "$container" "$run_base"
  rm -rf "$base" "$packages"
fi

# In the format of Docker, because that of OCI has no place for HEALTHCHECK.
b build --isolation chroot --format docker --layers=false --pull=never \
  --build-arg BUILD_BASE="$build_base" --build-arg RUN_BASE="$run_base" \
  --volume "$(npm config get cache):/root/.npm" \
  --tag localhost/quiva-gateway "${@:2}" .

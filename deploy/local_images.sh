#!/usr/bin/env bash
# Stand-ins for the public base images, made from Debian packages, for a machine that reaches no image registry.
# They prove the Dockerfile and the compose files, not the public images: same programs, other bytes, own names.
#
#     deploy/local_images.sh python     → skillseal-local/python:3.11     Debian 12, Python 3.11
#     deploy/local_images.sh rabbitmq   → skillseal-local/rabbitmq:4      Debian 13, RabbitMQ 4.0
#
# Needs root, mmdebstrap and a running Docker engine. Debian comes from the mirror that this machine uses.
set -euo pipefail

mirror() {
    apt-get indextargets --no-release-info --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
        awk '!found && $1 !~ /-/ && $2 == "main" { print $3; found = 1 }'
}

MIRROR=${MIRROR:-$(mirror)}
[ -n "$MIRROR" ] || { echo "no Debian mirror in the sources of apt; name one in MIRROR" >&2; exit 1; }
MIRROR=${MIRROR%/}
work=$(mktemp -d /var/tmp/local-images.XXXXXX)
trap 'rm -rf "$work"' EXIT

# A machine behind a proxy of its own trusts that proxy's certificates; what runs in the image must as well.
export TRUST='
    if compgen -G "/usr/local/share/ca-certificates/*.crt" >/dev/null; then
        cp /usr/local/share/ca-certificates/*.crt "$1/usr/local/share/ca-certificates/"
        chroot "$1" update-ca-certificates >/dev/null 2>&1
    fi'

# root_of SUITE PACKAGES HOOK SOURCE… writes the tar first: a broken pipe into `docker import` would leave an empty image
root_of() {
    local suite=$1 packages=$2 hook=$3
    shift 3
    mmdebstrap --format=tar --variant=minbase --include="$packages" \
        --aptopt='Acquire::Retries "3"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --customize-hook='bash -c "$TRUST" trust "$1"' --customize-hook="$hook" \
        "$suite" "$work/$suite.tar" "$@" 2>"$work/log" || { tail -20 "$work/log" >&2; exit 1; }
}

python_image() {
    local hook='
        for name in python python3 python3.11; do ln -s /usr/bin/python3.11 "$1/usr/local/bin/$name"; done
        rm -f "$1"/usr/lib/python3*/EXTERNALLY-MANAGED
        printf "[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n" >"$1/etc/pip.conf"'
    root_of bookworm ca-certificates,netbase,python3,python3-pip,python3-venv,tzdata "$hook" \
        "deb $MIRROR bookworm main" "deb $MIRROR bookworm-updates main" "deb $MIRROR-security bookworm-security main"
    docker import --change 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8' \
        --change 'CMD ["python3"]' "$work/bookworm.tar" skillseal-local/python:3.11 >/dev/null
}

rabbitmq_image() {
    # The cookie is made before root is given up: a health check that comes first would make it root's, and the broker
    # could not read it. Debian's own wrapper would send the log to a file.
    cat >"$work/entrypoint" <<'SH'
#!/bin/bash
set -euo pipefail
if [[ "${1:-}" == rabbitmq* && "$(id -u)" = 0 ]]; then
    cookie=/var/lib/rabbitmq/.erlang.cookie
    if [ ! -s "$cookie" ]; then
        (umask 077; head -c 30 /dev/urandom | base64 | tr -dc A-Za-z0-9 >"$cookie")
        chmod 400 "$cookie"
    fi
    find /var/lib/rabbitmq ! -user rabbitmq -exec chown rabbitmq: {} +
    exec setpriv --reuid rabbitmq --regid rabbitmq --init-groups "$0" "$@"
fi
exec "$@"
SH
    export ENTRYPOINT=$work/entrypoint
    local hook='
        install -m 755 "$ENTRYPOINT" "$1/usr/local/bin/docker-entrypoint.sh"
        mkdir -p "$1/etc/rabbitmq/conf.d"
        printf "[rabbitmq_prometheus].\n" >"$1/etc/rabbitmq/enabled_plugins"
        printf "log.console = true\n" >"$1/etc/rabbitmq/conf.d/10-defaults.conf"
        rm -f "$1/var/lib/rabbitmq/.erlang.cookie"
        chroot "$1" chown -R rabbitmq: /etc/rabbitmq /var/lib/rabbitmq /var/log/rabbitmq'
    root_of trixie ca-certificates,netbase,procps,rabbitmq-server "$hook" "deb $MIRROR trixie main"
    local path=/usr/lib/rabbitmq/bin:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin
    docker import --change "ENV PATH=$path HOME=/var/lib/rabbitmq LANG=C.UTF-8 RABBITMQ_LOGS=-" \
        --change 'VOLUME /var/lib/rabbitmq' --change 'EXPOSE 5672 15692' \
        --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["rabbitmq-server"]' \
        "$work/trixie.tar" skillseal-local/rabbitmq:4 >/dev/null
}

case "${1:-}" in
    python) python_image ;;
    rabbitmq) rabbitmq_image ;;
    *) echo "usage: $0 python|rabbitmq" >&2; exit 2 ;;
esac

# Read by script/setup. Debian's and Ubuntu's names of what has no wheel.

has_library() {
    local ldconfig
    ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
    "$ldconfig" -p 2>/dev/null | grep "$1" >/dev/null
}

# missing_packages DEV: the packages whose library or command is not there yet.
missing_packages() {
    has_library 'libpango-1\.0\.so\.0' || echo libpango-1.0-0
    has_library 'libpangoft2-1\.0\.so\.0' || echo libpangoft2-1.0-0
    # Without it WeasyPrint runs three times slower.
    has_library 'libharfbuzz-subset\.so\.0' || echo libharfbuzz-subset0
    [ -n "$1" ] || return 0
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
    command -v redis-server >/dev/null || echo redis-server
    command -v chromium >/dev/null || echo chromium
    command -v xgettext >/dev/null || echo gettext
    command -v pdftotext >/dev/null || echo poppler-utils
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# install_packages NAME…: by apt where that is allowed, else the line to give to the owner.
install_packages() {
    [ $# -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null || ! as_root true 2>/dev/null; then
        echo "script/setup: these system packages are missing and may not be installed from here." >&2
        echo "Give this to somebody who may:  apt-get install --no-install-recommends $*" >&2
        exit 1
    fi
    quietly "System packages: $*" apt_install "$@"
}

# Debian starts a service as soon as its package is there. None is wanted: the portal's
# tests run the bare binaries on folders of their own.
apt_install() (
    policy=/usr/sbin/policy-rc.d
    cluster=/etc/postgresql-common/createcluster.conf
    kept=""
    [ ! -e $policy ] || { kept=$(mktemp -u "$policy.XXXXXX"); as_root mv $policy "$kept"; }
    restore() {
        as_root rm -f $policy
        [ -z "$kept" ] || as_root mv "$kept" $policy
    }
    trap restore EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
    if [ ! -e $cluster ]; then
        as_root mkdir -p "${cluster%/*}"
        echo 'create_main_cluster = false' | as_root tee $cluster >/dev/null
    fi
    get=(as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes
        -o Dpkg::Options::=--force-confold -o Acquire::Retries=3)
    PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
    install=("${get[@]}" install --no-install-recommends "$@")
    "${install[@]}" || { "${get[@]}" update && "${install[@]}"; }
)

# Sourced by the scripts of the rig.  Sets RIG (this folder), CACHE, PYVER, PYTAG, PYHOME; find_wine sets WINE.
RIG=$(CDPATH= cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
CACHE=${HCSPY_WINRIG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/hcspy-winrig}
PYVER=${HCSPY_WINRIG_PYTHON:-3.11}
PYTAG=${PYVER//./}
PYHOME=$CACHE/py$PYTAG
HOSTPY=$CACHE/host/bin/python
SYSTEM32=$CACHE/prefix/drive_c/windows/system32
CC=x86_64-w64-mingw32-gcc

die() { printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2; exit 2; }

first_executable() {
    local file
    for file in "$@"; do
        [ -n "$file" ] && [ -x "$file" ] && printf %s "$file" && return 0
    done
    return 1
}

# Debian's wine64 package puts its loader outside PATH; other systems have it on PATH.
find_wine() {
    WINE=$(first_executable /usr/lib/wine/wine64 "$(command -v wine64 || :)" "$(command -v wine || :)") || return 1
    WINESERVER=$(first_executable /usr/lib/wine/wineserver64 "$(command -v wineserver || :)") || return 1
    WINELOADER=$WINE
    export WINELOADER WINESERVER
}

# No display, no Mono or Gecko offers, no debug chatter, no menu entries in the user's home, and no
# debugger (with its pages of register dump) when a process crashes.
wine_env() {
    WINEPREFIX=$CACHE/prefix
    WINEARCH=win64
    WINEDEBUG=${WINEDEBUG:--all}
    WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=d${WINEDLLOVERRIDES:+;$WINEDLLOVERRIDES}"
    export WINEPREFIX WINEARCH WINEDEBUG WINEDLLOVERRIDES
    unset DISPLAY WAYLAND_DISPLAY
}

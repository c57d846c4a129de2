#!/bin/sh
# Furnishes a room of its own (mounts, network, processes) for a daemon, and then waits until standard input ends:
# with it, the room and everything in it end.   room.sh TREE FOLDER
set -eu
tree=$1 folder=$2

# What daemons and plugins write to fixed places stays here: sockets, pid files, specs, keys.
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs "$folder"
cp -a /etc/. "$folder"
rm -rf "$folder/docker"
mount --bind "$folder" /etc
# containerd makes a folder for itself in /opt.
mkdir /run/opt
for each in /opt/*/; do
    [ -d "$each" ] || continue
    mkdir "/run$each"
    mount --rbind "$each" "/run$each"
done
mount --rbind /run/opt /opt
mkdir -p /run/docker/plugins /run/lock /etc/docker/plugins

# Containers need control groups, of either version.
grep -q ' /sys/fs/cgroup' /proc/self/mounts || mount -t cgroup2 cgroup2 /sys/fs/cgroup

"$tree/bin/busybox" ip link set lo up
echo ready
exec "$tree/usr/bin/tini-static" -s -- "$tree/bin/busybox" cat

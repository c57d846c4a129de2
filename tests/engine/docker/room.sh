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
mkdir -p /run/docker/plugins /run/lock /etc/docker/plugins

# Containers need control groups, of either version.
grep -q ' /sys/fs/cgroup' /proc/self/mounts || mount -t cgroup2 cgroup2 /sys/fs/cgroup

"$tree/bin/busybox" ip link set lo up
echo ready
exec "$tree/usr/bin/tini-static" -s -- "$tree/bin/busybox" cat

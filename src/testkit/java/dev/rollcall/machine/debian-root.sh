#!/bin/sh
# Shows the bare Debian in $1 as the folder $2/root, where what is changed is $2/upper, until standard input ends; run as
# the first process of a namespace of mounts and of processes.
set -eu

mkdir "$2/upper" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
mount -t proc proc "$2/root/proc"
mount --rbind /dev "$2/root/dev"
echo ready
cat >/dev/null

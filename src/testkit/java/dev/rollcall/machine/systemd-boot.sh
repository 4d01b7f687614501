#!/bin/sh
# The first process of its namespaces: makes a machine of what is there, in which nothing that is written reaches the one
# outside, and becomes its systemd. The folder that the argument names has
#   units/         all units that there are
#   etc/rollcall/  what the user rollcall may read
#   opt            a link to the program's folder
set -eu
from=$1

mount --make-rprivate /
mount -t proc proc /proc
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
umount --recursive /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup

mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/units /run/etc/upper /run/etc/work
cp -r "$from/units/." /run/units
mount -t overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work overlay /etc
getent group rollcall >/dev/null || echo 'rollcall:x:64001:' >>/etc/group
getent passwd rollcall >/dev/null || echo 'rollcall:x:64001:64001::/nonexistent:/usr/sbin/nologin' >>/etc/passwd
mkdir -p /etc/rollcall
mount --bind "$from/etc/rollcall" /etc/rollcall
chgrp -R rollcall /etc/rollcall
chmod -R g+rX /etc/rollcall

# Found before other folders cover it.
opt=$(readlink -f "$from/opt")
mkdir -p /run/opt/root /run/opt/upper /run/opt/work
mount -t overlay -o "lowerdir=$opt,upperdir=/run/opt/upper,workdir=/run/opt/work" overlay /run/opt/root
mount -t tmpfs -o mode=755 tmpfs /opt
mkdir /opt/rollcall
mount --move /run/opt/root /opt/rollcall
mount -t tmpfs -o mode=755 tmpfs /var/lib/systemd
mount -t tmpfs -o mode=1777 tmpfs /tmp

exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin container=rollcall SYSTEMD_UNIT_PATH=/run/units \
  /lib/systemd/systemd --system --unit=boot.target --log-target=journal --show-status=no

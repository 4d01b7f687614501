#!/bin/sh
# Makes a bare Debian in the folder $1, with Java and PostgreSQL and nothing else; run in a mount namespace of its own.
set -eu
root=$1

debootstrap --variant=minbase bookworm "$root"
# A root that is thrown away need not survive a power failure, and starts no service by itself.
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
# The JRE's installation runs Java, which looks there.
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
chroot "$root" env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -ec '
  apt-get update
  apt-get install -y --no-install-recommends default-jre-headless postgresql
'

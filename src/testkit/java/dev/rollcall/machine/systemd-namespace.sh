#!/bin/sh
# Boots systemd in namespaces of its own, by the script beside this one, and ends it when standard input does: when who
# started this closes it, or is gone. The argument is passed on.
set -eu
here=$(dirname "$0")

# A control group that systemd takes for the root of them all.
groups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/self/mounts)
group=$groups/rollcall-$$
mkdir "$group"

# shellcheck disable=SC2016 # expanded by the inner shell
sh -c 'echo $$ >"$1/cgroup.procs"
  exec unshare --fork --kill-child --pid --mount --cgroup --ipc --uts sh "$2" "$3"' \
  sh "$group" "$here/systemd-boot.sh" "$1" </dev/null &
booted=$!

# A signal to all that a terminal runs ends what is waited for here, and the rest is done as ever.
trap : HUP INT TERM
cat >/dev/null || :

kill -KILL "$booted" 2>/dev/null || :
wait "$booted" 2>/dev/null || :
# Not before the last process in them is gone.
while [ -e "$group" ]; do
  find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.1
done

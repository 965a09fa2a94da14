#!/bin/bash
# in_parts.sh PROGRAM…: runs a GoogleTest program in as many parts at once as there are processors.
# Each transcript waits for the programs that it starts, so that one after the other would leave
# most of the machine idle. Says only what failed, so that it is not lost among what passed.
set -u
parts=$(nproc)
outputs=$(mktemp -d)
trap 'rm -rf "$outputs"' EXIT
running=()
for ((i = 0; i < parts; ++i)); do
  GTEST_TOTAL_SHARDS=$parts GTEST_SHARD_INDEX=$i "$@" --gtest_brief=1 >"$outputs/$i" 2>&1 &
  running+=($!)
done
status=0
for ((i = 0; i < parts; ++i)); do
  wait "${running[i]}" || status=1
  cat "$outputs/$i"
done
exit $status

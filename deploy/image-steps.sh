#!/usr/bin/env bash
# What the Dockerfile does, step by step, in a bare folder, for where there is no engine to build images:
#   deploy/image-steps.sh [FOLDER]
# Leaves the image's files in FOLDER/app and an empty FOLDER/data, and prints how to start it as the image would.
# Each step has the Dockerfile's line above it; test/docs/image.test.ts keeps the two in step.
set -euo pipefail
source="$(cd "$(dirname "$0")/.." && pwd)"
root="$(realpath -m "${1:-$(mktemp -d)}")"
mkdir -p "$root/dependencies" "$root/app"

#: WORKDIR /app
cd "$root/dependencies"
#: COPY package.json package-lock.json ./
cp "$source/package.json" "$source/package-lock.json" ./
#: RUN npm ci --omit=dev --no-audit --no-fund
npm ci --omit=dev --no-audit --no-fund

#: WORKDIR /app
cd "$root/app"
#: COPY --from=dependencies /app/node_modules node_modules
mv "$root/dependencies/node_modules" node_modules
rm -r "$root/dependencies"
#: COPY package.json ./
cp "$source/package.json" ./
#: COPY bin bin
cp -R "$source/bin" bin
#: COPY src src
cp -R "$source/src" src
#: RUN mkdir /data && chown node:node /data
mkdir -p "$root/data"

cat <<START
As the image would be started (settings: see .env.example):
  cd $root/app && env NODE_ENV=production SANDBOX=off HTTP_HOST=127.0.0.1 HTTP_PORT=3000 \\
    STORAGE_URL=file:$root/data/freeroom.db node bin/freeroom.js start
START

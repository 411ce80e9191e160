# Node runs the TypeScript as it is, so there is no build step: one stage installs, the other carries.
FROM node:24-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24-slim
# With PORT set, health is served: on the container's own loopback, unless HOST or Slack over HTTP says otherwise.
# No browser reaches that, so there is no preview until it is asked for.
ENV NODE_ENV=production PAPERBOY_DATA=/data PAPERBOY_DIGESTS=/data/digests PORT=3000 PAPERBOY_PREVIEW=off
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY adapters ./adapters
# A new volume starts with what the image has here: the sample digests.
COPY --chown=node:node data/digests /data/digests
RUN chown node:node /data
# By number (it is `node`), so that a cluster can tell that it is not root. All but /data may be read-only.
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Run it with an init (`docker run --init`): a first process ignores signals until it asks for them.
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]

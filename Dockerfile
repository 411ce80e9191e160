# Node runs the TypeScript as it is, so there is no build step: one stage installs, the other carries.
FROM node:24-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production PAPERBOY_DATA=/data PAPERBOY_DIGESTS=/data/digests
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY adapters ./adapters
# A new volume starts with what the image has here: the sample digests.
COPY --chown=node:node data/digests /data/digests
RUN chown node:node /data
USER node
VOLUME /data
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]

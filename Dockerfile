# The gateway needs no build: TypeScript runs as it is. Only the console is built. The base brings Node.js; for
# development npm does.
FROM node:26-slim AS console
WORKDIR /app
COPY . .
RUN npm ci && npm run build --workspace packages/console

FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/gateway/package.json packages/gateway/
COPY packages/client/package.json packages/client/
COPY packages/cli/package.json packages/cli/
COPY packages/verifier/package.json packages/verifier/
COPY packages/edge/package.json packages/edge/
COPY packages/console/package.json packages/console/
RUN npm ci --omit=dev

FROM node:26-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
COPY --from=dependencies /app ./
COPY packages ./packages
# Without its sources the console is taken as it was built.
RUN rm -rf packages/console
COPY --from=console /app/packages/console/dist packages/console/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
# Not npm: it would stand between the signals and the process.
CMD ["node", "packages/gateway/bin/gateway.js"]

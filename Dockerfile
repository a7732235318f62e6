# The gateway with its console on nothing but Node.js, the libraries that it needs, and certificates: no shell, no npm.
# Docker and Podman build it with `docker build -t quiva-gateway .`; docs/deploy.md says more. Both bases must have
# libraries of the same Debian.
ARG BUILD_BASE=docker.io/library/node:26-bookworm-slim
ARG RUN_BASE=gcr.io/distroless/cc-debian12:latest

FROM ${BUILD_BASE} AS build
WORKDIR /build
COPY .npmrc package.json package-lock.json ./
COPY packages/gateway/package.json packages/gateway/
COPY packages/client/package.json packages/client/
COPY packages/cli/package.json packages/cli/
COPY packages/verifier/package.json packages/verifier/
COPY packages/edge/package.json packages/edge/
COPY packages/console/package.json packages/console/
# Of the packages that are only for development, those with scripts bring programs that nothing here uses.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY LICENSE tsconfig.json ./
COPY scripts scripts
COPY packages packages
RUN npm run build --workspace packages/console
# Packages that an installed gateway may leave out. The page /reference needs @scalar/fastify-api-reference, 20 MB.
ARG OPTIONAL="sharp @aws-sdk/credential-provider-node"
RUN node scripts/image/lay-out.ts /image ${OPTIONAL}

FROM ${RUN_BASE}
ARG VERSION=0.1.0
ARG REVISION=""
LABEL org.opencontainers.image.title="Quiva Gateway" \
  org.opencontainers.image.description="An open, self-hosted implementation of the quiva.ai Gateway: accounts, sign-in and API keys behind one HTTP API" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image/usr /usr
COPY --from=build /image/opt /opt
COPY --from=build --chown=65532:65532 /image/data /data
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data REFERENCE=false
# A number, so that Kubernetes can see that it is not root. The files of the gateway belong to root; the user may write
# in /data only.
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Longer than a start on a slow machine; then the container counts as unhealthy if the gateway can serve nobody.
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["/usr/local/bin/node", "/opt/quiva-gateway/healthcheck.js"]
# The process itself gets the signals, and the arguments: `docker run … quiva-gateway nats-config --help`.
ENTRYPOINT ["/usr/local/bin/node", "/opt/quiva-gateway/bin/gateway.js"]

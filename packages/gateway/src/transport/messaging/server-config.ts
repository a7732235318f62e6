/** A server's place in a cluster: its own address for routes, and those of the others (`nats://host:port`). */
export type ClusterConfig = { listen: string; routes: readonly string[] }

/**
 * A nats-server configuration (2.9 or newer) that trusts this gateway's operator and keeps the claims that the gateway
 * pushes. `storeDir` is where the server keeps claims and streams; `listen` the address for clients; `tags` say where it
 * is (features/mesh/placement.ts). In a cluster each server needs a `name` of its own.
 */
export function renderServerConfig(options: {
  operatorJwt: string
  systemAccountPublicKey: string
  systemAccountJwt: string
  storeDir?: string
  listen?: string
  name?: string
  tags?: readonly string[]
  cluster?: ClusterConfig
}): string {
  const {
    operatorJwt,
    systemAccountPublicKey,
    systemAccountJwt,
    storeDir = './nats',
    listen = '127.0.0.1:4222',
    name,
    tags = [],
    cluster,
  } = options
  return `# nats-server configuration that trusts this Quiva Gateway. It holds no secret.
# Start it with: nats-server -c <this file>

# 0.0.0.0:4222 serves other machines too; add a tls { } block then, for what is published travels in the clear.
listen: ${JSON.stringify(listen)}
${name === undefined ? '' : `server_name: ${JSON.stringify(name)}\n`}${tags.length === 0 ? '' : renderTags(tags)}${cluster ? renderCluster(cluster) : ''}
# Only users of accounts that this operator signed can connect; there is no anonymous access.
operator: ${operatorJwt}
system_account: ${systemAccountPublicKey}

# Each server keeps the accounts' claims on its disk: clients connect and revocations hold while the gateway is away.
# Servers of a cluster exchange them at each interval. An unknown account is refused after the timeout.
resolver: {
  type: full
  dir: ${JSON.stringify(`${storeDir}/jwt`)}
  allow_delete: true
  interval: "5s"
  timeout: "1.9s"
}
resolver_preload: {
  ${systemAccountPublicKey}: ${systemAccountJwt}
}

# Streams. Accounts have no limit of their own: these bound what all of them keep on this server together.
jetstream: {
  store_dir: ${JSON.stringify(storeDir)}
  max_memory_store: 256MB
  max_file_store: 10GB
}
`
}

function renderTags(tags: readonly string[]): string {
  return `
# Where this server is: updateMeshNodes places streams by these.
server_tags: [${tags.map((tag) => JSON.stringify(tag)).join(', ')}]
`
}

function renderCluster({ listen, routes }: ClusterConfig): string {
  return `
# The other servers. Routes carry everything in the clear and let in whoever reaches the address: keep it in a private
# network, or add a tls { } block that verifies certificates.
cluster: {
  name: "quiva"
  listen: ${JSON.stringify(listen)}
  routes: [${routes.map((route) => JSON.stringify(route)).join(', ')}]
}
`
}

/**
 * A nats-server configuration (2.9 or newer) that trusts this gateway's operator and keeps the claims that the gateway
 * pushes. `storeDir` is where the server keeps claims and streams; `listen` the address for clients.
 */
export function renderServerConfig(trust: {
  operatorJwt: string
  systemAccountPublicKey: string
  systemAccountJwt: string
  storeDir?: string
  listen?: string
}): string {
  const {
    operatorJwt,
    systemAccountPublicKey,
    systemAccountJwt,
    storeDir = './nats',
    listen = '127.0.0.1:4222',
  } = trust
  return `# nats-server configuration that trusts this Quiva Gateway. It holds no secret.
# Start it with: nats-server -c <this file>

# 0.0.0.0:4222 serves other machines too; add a tls { } block then, for what is published travels in the clear.
listen: ${JSON.stringify(listen)}

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

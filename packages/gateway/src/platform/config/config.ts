import path from 'node:path'
import { signingAlgorithms } from '../crypto/signing-algorithms.ts'
import { StartupError } from '../errors/startup-error.ts'
import { parseNetwork } from '../values/ip-networks.ts'
import { parseMailbox } from '../values/mail-address.ts'
import { parseSmtpUrl } from '../values/smtp-url.ts'
import { watchNames } from './known-variables.ts'
import {
  appName,
  bucketName,
  databaseAddress,
  domainAbove,
  domainName,
  githubKey,
  hostName,
  issuerUrl,
  key32,
  list,
  logLevel,
  mailAddress,
  mailDomain,
  onOrOff,
  origin,
  parsable,
  postgresUrl,
  proxies,
  regionName,
  regions,
  secureOrigin,
  signUpMode,
  stripeKey,
  trueOrFalse,
  urlOf,
  webhookSecret,
  wholeNumber,
} from './parsers.ts'
import { createReaders } from './readers.ts'
import { readTracing } from './tracing.ts'

/** A bucket of an S3-compatible service, and how to reach it. */
export type BucketAddress = {
  bucket: string
  region: string
  /** Set for any service but AWS; the bucket's name is then in the path. */
  endpoint: string | undefined
  /** Absent where the host has a role of its own in AWS. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
}

/** All settings from the environment, checked; no other file reads `process.env`. Docs: docs/configuration.md. */
export type Config = ReturnType<typeof readConfig>

/** Thrown at start, with one line per wrong variable: its name and its allowed values. */
export class ConfigError extends StartupError {
  constructor(problems: string[]) {
    super(problems.join('\n'))
  }
}

type Environment = Record<string, string | undefined>

export type StripeSettings = {
  secretKey: string
  /** More than one while a secret is being replaced. */
  webhookSecrets: string[]
  /** Undefined for Stripe's own. */
  apiUrl: string | undefined
  /** How many days the keys of an account work on while a payment is late; undefined for ever. */
  graceDays: number | undefined
  /** Whether the key is for live or for test mode. Stripe keeps the two wholly apart. */
  livemode: boolean
}

/** Reads and checks the whole environment. An empty variable counts as unset (compose files produce them). */
export function readConfig(given: Environment) {
  const { environment, misspelt } = watchNames(given)
  const problems: string[] = []

  const readers = createReaders(environment, problems)
  const { read, integer, optional } = readers

  const host = read('HOST', 'an IP address or a host name', hostName, () => '127.0.0.1')
  const port = integer('PORT', 8080, 0, 65_535)
  const publicUrl = read('PUBLIC_URL', 'an http(s) URL without a path', origin, () => `http://localhost:${port}`)
  const dataDir = path.resolve(environment.DATA_DIR?.trim() || './data')
  const databaseUrl = read('DATABASE_URL', 'postgres://… or sqlite:path', databaseAddress, () => ({
    engine: 'sqlite' as const,
    file: path.join(dataDir, 'gateway.db'),
  }))
  const databaseListenUrl = optional('DATABASE_LISTEN_URL', 'postgres://…', postgresUrl)
  const masterKey = optional('MASTER_KEY', '32 bytes in base64', key32)
  if (databaseUrl.engine === 'postgres' && !environment.MASTER_KEY?.trim()) {
    problems.push('MASTER_KEY is required with PostgreSQL: 32 bytes in base64 (openssl rand -base64 32)')
  }

  /** The OpenID provider for signing in with OAuth: all three variables, or none. */
  function readProvider(): { issuer: string; clientId: string; clientSecret: string } | undefined {
    const issuer = optional('OIDC_ISSUER', 'the https URL of an OpenID provider (http only on this machine)', issuerUrl)
    const clientId = environment.OIDC_CLIENT_ID?.trim()
    const clientSecret = environment.OIDC_CLIENT_SECRET?.trim()
    if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret }
    const given = [environment.OIDC_ISSUER?.trim(), clientId, clientSecret].filter(Boolean).length
    if (given > 0 && given < 3) problems.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together')
    return undefined
  }

  const servesConsole = read('CONSOLE', 'on or off', onOrOff, () => true)
  const apps = read('APP_ORIGINS', 'origins (https://app.example.com), separated by commas', list(origin), () => [
    publicUrl,
  ])
  // The console is an app, too: people sign in there with OAuth and passkeys.
  const appOrigins = servesConsole && !apps.includes(publicUrl) ? [...apps, publicUrl] : apps

  /**
   * The domain that passkeys belong to. Not an IP address: browsers make no passkeys for one (WebAuthn Level 3,
   * §5.1.3).
   */
  function readRelyingParty(): string | undefined {
    const mayBe = 'a domain name (example.com) that is the host of an origin in APP_ORIGINS, or a parent domain of it'
    const host = new URL(publicUrl).hostname
    return optional('WEBAUTHN_RP_ID', mayBe, domainAbove(appOrigins)) ?? domainName(host)
  }

  /** The bucket for images; without S3_BUCKET the images are files. */
  function readBucket(): BucketAddress | undefined {
    const bucket = optional('S3_BUCKET', 'the name of a bucket', bucketName)
    const region = read('S3_REGION', 'a region, such as eu-central-1', regionName, () => 'us-east-1')
    const endpoint = optional('S3_ENDPOINT', 'an http(s) URL without a path', origin)
    const accessKeyId = environment.S3_ACCESS_KEY_ID?.trim()
    const secretAccessKey = environment.S3_SECRET_ACCESS_KEY?.trim()
    if (Boolean(accessKeyId) !== Boolean(secretAccessKey))
      problems.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together')
    const others = ['S3_REGION', 'S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']
    if (!environment.S3_BUCKET?.trim() && others.some((name) => environment[name]?.trim()))
      problems.push(`S3_BUCKET is required if one of ${others.join(', ')} is set`)
    if (bucket === undefined) return undefined
    const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined
    return { bucket, region, endpoint, credentials }
  }

  /** Payments: Stripe's secret key and the secrets that sign its webhooks, or neither. */
  function readStripe(): StripeSettings | undefined {
    const key = 'a secret or restricted key of Stripe (sk_test_…, sk_live_…, rk_test_…, rk_live_…)'
    const secretKey = optional('STRIPE_SECRET_KEY', key, stripeKey)
    const secrets = 'signing secrets of webhooks (whsec_…), separated by commas'
    const webhookSecrets = optional('STRIPE_WEBHOOK_SECRET', secrets, list(webhookSecret))
    const apiUrl = optional('STRIPE_API_URL', 'an https URL without a path (http only on this machine)', secureOrigin)
    const graceDays = optional('PAYMENT_GRACE_DAYS', 'a whole number from 1 to 90', wholeNumber(1, 90))
    if (secretKey && webhookSecrets)
      return { secretKey, webhookSecrets, apiUrl, graceDays, livemode: secretKey.includes('_live_') }
    const given = [environment.STRIPE_SECRET_KEY?.trim(), environment.STRIPE_WEBHOOK_SECRET?.trim()].filter(Boolean)
    if (given.length === 1) problems.push('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET must be set together')
    return undefined
  }

  const config = {
    host,
    port,
    publicUrl,
    dataDir,
    database: databaseUrl,
    databaseListenUrl,
    masterKey,
    masterKeyPrevious: optional('MASTER_KEY_PREVIOUS', '32 bytes in base64', key32),
    smtpUrl: optional('SMTP_URL', 'smtp://… or smtps://…', parsable(parseSmtpUrl)),
    mailFrom: read(
      'MAIL_FROM',
      'an email address, such as Quiva <no-reply@example.com>',
      parsable(parseMailbox),
      () => 'Quiva <no-reply@localhost>',
    ),
    operators: read('OPERATORS', 'email addresses, separated by commas', list(mailAddress), () => []),
    supportAddresses: read('SUPPORT_ADDRESSES', 'email addresses, separated by commas', list(mailAddress), () => []),
    natsServers: read(
      'NATS_URL',
      'nats://… or tls://… addresses, separated by commas',
      list(urlOf('nats:', 'tls:')),
      () => [],
    ),
    meshRegions: read('MESH_REGIONS', 'at most 8 different regions (eu,us,au), separated by commas', regions, () => [
      'eu',
      'us',
      'au',
    ]),
    apiKeyTtlDays: integer('API_KEY_TTL_DAYS', 90, 1, 365),
    apiKeysPerAccount: integer('API_KEYS_PER_ACCOUNT', 5000, 1, 8000),
    importedKeysPerAccount: integer('IMPORTED_KEYS_PER_ACCOUNT', 100_000, 0, 1_000_000),
    invitationsPerDay: integer('INVITATIONS_PER_DAY', 200, 1, 100_000),
    accessTokenTtlSeconds: integer('ACCESS_TOKEN_TTL_SECONDS', 3600, 60, 86_400),
    refreshTokenTtlSeconds: integer('REFRESH_TOKEN_TTL_SECONDS', 86_400, 300, 2_592_000),
    signingAlgorithm: read(
      'SIGNING_ALGORITHM',
      `one of ${signingAlgorithms.join(', ')}`,
      (text) => signingAlgorithms.find((algorithm) => algorithm === text),
      () => 'EdDSA' as const,
    ),
    geoipDatabase: environment.GEOIP_DATABASE?.trim() || undefined,
    auditRetentionDays: integer('AUDIT_RETENTION_DAYS', 400, 1, 36_500),
    metricsToken: optional('METRICS_TOKEN', 'at least 16 characters', (text) => (text.length >= 16 ? text : undefined)),
    metricsPort: optional('METRICS_PORT', 'a whole number from 1 to 65535', wholeNumber(1, 65_535)),
    /** Undefined without an address for traces. */
    tracing: readTracing(readers, createReaders(environment, [])),
    trustProxy: read<number | string[] | false>(
      'TRUST_PROXY',
      'the number of proxies, or their addresses or networks (CIDR), separated by commas',
      proxies,
      () => false,
    ),
    rateLimitAnonymousPerMinute: integer('RATE_LIMIT_ANONYMOUS_PER_MINUTE', 300, 1, 1_000_000),
    rateLimitPerCredentialPerSecond: optional(
      'RATE_LIMIT_PER_CREDENTIAL_PER_SECOND',
      'a whole number from 1 to 1000000',
      wholeNumber(1, 1_000_000),
    ),
    cacheMemoryMb: integer('CACHE_MEMORY_MB', 64, 1, 100_000),
    maxHeaderBytes: integer('MAX_HEADER_BYTES', 16_384, 8192, 131_072),
    corsOrigins: read('CORS_ORIGINS', 'origins (https://app.example.com), separated by commas', list(origin), () => []),
    appOrigins,
    webauthnRpId: readRelyingParty(),
    appName: read(
      'APP_NAME',
      '1 to 50 characters on one line, without a colon',
      appName,
      () => new URL(publicUrl).hostname,
    ),
    /** Not read here: platform/branding. */
    brandingDir: environment.BRANDING_DIR?.trim() || undefined,
    oidc: readProvider(),
    /** For addresses of which the provider does not say whether they are verified. */
    trustedEmailDomains: read(
      'OIDC_TRUSTED_EMAIL_DOMAINS',
      'domains (example.com), separated by commas',
      list(mailDomain),
      () => [],
    ),
    imageBucket: readBucket(),
    stripe: readStripe(),
    webhookAllowNetworks: read(
      'WEBHOOK_ALLOW_NETWORKS',
      'IP addresses or networks (CIDR), separated by commas',
      list(parseNetwork),
      () => [],
    ),
    webhookCaFile: environment.WEBHOOK_CA_FILE?.trim() || undefined,
    verifiersPerAccount: integer('VERIFIERS_PER_ACCOUNT', 100, 1, 10_000),
    verifierEntries: integer('VERIFIER_ENTRIES', 100_000, 1000, 10_000_000),
    verifierCredentialsPerSecond: integer('VERIFIER_CREDENTIALS_PER_SECOND', 10_000, 100, 1_000_000),
    verifierMaxStaleSeconds: integer('VERIFIER_MAX_STALE_SECONDS', 0, 0, 3600),
    verifyAnyAccount: read('VERIFY_ANY_ACCOUNT', 'true or false', trueOrFalse, () => false),
    githubSecretScanningKeys: read(
      'GITHUB_SECRET_SCANNING_KEYS',
      'public keys of GitHub (identifier:base64 of a P-256 key in DER), separated by commas',
      list(githubKey),
      () => [],
    ),
    signUp: read('SIGN_UP', 'one of open, invited, closed', signUpMode, () => 'open' as const),
    signUpDomains: read('SIGN_UP_DOMAINS', 'domains (example.com), separated by commas', list(domainName), () => []),
    revocationWaitSeconds: integer('REVOCATION_WAIT_SECONDS', 3, 0, 30),
    shutdownDelaySeconds: integer('SHUTDOWN_DELAY_SECONDS', 0, 0, 300),
    accessLog: read('ACCESS_LOG', 'true or false', trueOrFalse, () => false),
    servesConsole,
    servesReference: read('REFERENCE', 'true or false', trueOrFalse, () => true),
    logLevel: read('LOG_LEVEL', 'one of fatal, error, warn, info, debug, trace, silent', logLevel, () => 'info'),
  }
  problems.push(...misspelt())
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(config)
}

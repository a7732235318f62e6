import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Config, ConfigError, readConfig } from './config.ts'

const KEY = Buffer.alloc(32, 7)

type Case = {
  variable: string
  member: keyof Config
  /** What it is when the variable is missing. */
  unset: unknown
  good: [text: string, value: unknown][]
  mayBe: string
  bad: string[]
}

const wholeNumber = (variable: string, member: keyof Config, unset: unknown, least: number, most: number): Case => ({
  variable,
  member,
  unset,
  good: [
    [String(least), least],
    [String(most), most],
  ],
  mayBe: `a whole number from ${least} to ${most}`,
  bad: [String(most + 1), String(least - 1), '1.5', '1e3', '0x10', 'many', '7 days'],
})

/** The test key of GitHub's documentation, and one on another curve. */
const P256 =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEsz9ugWDj5jK5ELBK42ynytbo38gPHzZFI03Exwz8Lh/tCfL3YxwMdLjB+bMznsanlhK0RwcGP3IDb34kQDIo3Q=='
const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64')

const cases: Case[] = [
  {
    variable: 'HOST',
    member: 'host',
    unset: '127.0.0.1',
    good: [
      ['0.0.0.0', '0.0.0.0'],
      ['::', '::'],
      ['gateway.internal', 'gateway.internal'],
    ],
    mayBe: 'an IP address or a host name',
    bad: ['two hosts', 'http://localhost', 'host:8080'],
  },
  wholeNumber('PORT', 'port', 8080, 0, 65_535),
  {
    variable: 'SIGN_UP',
    member: 'signUp',
    unset: 'open',
    good: [
      ['open', 'open'],
      ['invited', 'invited'],
      ['closed', 'closed'],
    ],
    mayBe: 'one of open, invited, closed',
    bad: ['true', 'OPEN', 'invite'],
  },
  {
    variable: 'SIGN_UP_DOMAINS',
    member: 'signUpDomains',
    unset: [],
    good: [
      ['example.com', ['example.com']],
      ['Example.com, example.org', ['example.com', 'example.org']],
    ],
    mayBe: 'domains (example.com), separated by commas',
    bad: ['@example.com', 'example.com,', '10.0.0.1', 'https://example.com'],
  },
  wholeNumber('REVOCATION_WAIT_SECONDS', 'revocationWaitSeconds', 3, 0, 30),
  wholeNumber('SHUTDOWN_DELAY_SECONDS', 'shutdownDelaySeconds', 0, 0, 300),
  {
    variable: 'PUBLIC_URL',
    member: 'publicUrl',
    unset: 'http://localhost:8080',
    good: [
      ['https://api.example.com', 'https://api.example.com'],
      ['https://api.example.com/', 'https://api.example.com'],
      ['http://localhost:9000', 'http://localhost:9000'],
    ],
    mayBe: 'an http(s) URL without a path',
    bad: [
      'api.example.com',
      'https://api.example.com/v1',
      'https://api.example.com?x=1',
      'https://me@host',
      'ftp://host',
    ],
  },
  {
    variable: 'DATA_DIR',
    member: 'dataDir',
    unset: path.resolve('data'),
    good: [
      ['/var/lib/quiva', '/var/lib/quiva'],
      ['here', path.resolve('here')],
    ],
    mayBe: '',
    bad: [],
  },
  {
    variable: 'DATABASE_URL',
    member: 'database',
    unset: { engine: 'sqlite', file: path.resolve('data/gateway.db') },
    good: [
      ['sqlite:/var/lib/gateway.db', { engine: 'sqlite', file: '/var/lib/gateway.db' }],
      ['sqlite:///var/lib/gateway.db', { engine: 'sqlite', file: '/var/lib/gateway.db' }],
      ['sqlite:here.db', { engine: 'sqlite', file: path.resolve('here.db') }],
      ['postgres://u:p@db/quiva', { engine: 'postgres', url: 'postgres://u:p@db/quiva' }],
      ['postgresql://db/quiva?sslmode=require', { engine: 'postgres', url: 'postgresql://db/quiva?sslmode=require' }],
    ],
    mayBe: 'postgres://… or sqlite:path',
    bad: ['mysql://db/quiva', 'gateway.db', 'sqlite:', 'postgres'],
  },
  {
    variable: 'DATABASE_LISTEN_URL',
    member: 'databaseListenUrl',
    unset: undefined,
    good: [['postgres://u:p@db:5433/quiva', 'postgres://u:p@db:5433/quiva']],
    mayBe: 'postgres://…',
    bad: ['sqlite:gateway.db', 'db:5433'],
  },
  ...(['MASTER_KEY', 'MASTER_KEY_PREVIOUS'] as const).map(
    (variable): Case => ({
      variable,
      member: variable === 'MASTER_KEY' ? 'masterKey' : 'masterKeyPrevious',
      unset: undefined,
      good: [
        [KEY.toString('base64'), KEY],
        [KEY.toString('base64url'), KEY],
      ],
      mayBe: '32 bytes in base64',
      bad: [KEY.toString('hex'), KEY.subarray(1).toString('base64'), `${KEY.toString('base64')}AAAA`, 'secret'],
    }),
  ),
  {
    variable: 'APP_NAME',
    member: 'appName',
    unset: 'localhost',
    good: [
      ['ACME Accounts', 'ACME Accounts'],
      ['Zoë & Co.', 'Zoë & Co.'],
    ],
    mayBe: '1 to 50 characters on one line, without a colon',
    bad: ['a:b', 'x'.repeat(51), 'a\u202eb', 'a\nb'],
  },
  {
    variable: 'SMTP_URL',
    member: 'smtpUrl',
    unset: undefined,
    good: [
      ['smtp://localhost:1025', 'smtp://localhost:1025'],
      ['smtps://user:p%40ss@mail.example.com', 'smtps://user:p%40ss@mail.example.com'],
      ['smtp://u:p@mail.example.com?requireTLS=false', 'smtp://u:p@mail.example.com?requireTLS=false'],
    ],
    mayBe: 'smtp://… or smtps://…',
    bad: ['mail.example.com', 'http://mail.example.com', 'smtp://', 'smtp://mail.example.com?debug=true'],
  },
  {
    variable: 'MAIL_FROM',
    member: 'mailFrom',
    unset: 'Quiva <no-reply@localhost>',
    good: [
      ['no-reply@example.com', 'no-reply@example.com'],
      ['ACME <no-reply@example.com>', 'ACME <no-reply@example.com>'],
    ],
    mayBe: 'an email address, such as Quiva <no-reply@example.com>',
    bad: ['Quiva', 'a@example.com, b@example.com', 'Quiva <no-reply@example.com'],
  },
  {
    variable: 'OPERATORS',
    member: 'operators',
    unset: [],
    good: [
      ['ada@example.com', ['ada@example.com']],
      ['Ada@Example.com, grace@example.com', ['ada@example.com', 'grace@example.com']],
    ],
    mayBe: 'email addresses, separated by commas',
    bad: ['ada', 'Ada <ada@example.com>', 'ada@example.com,', 'a@example.com;b@example.com'],
  },
  {
    variable: 'SUPPORT_ADDRESSES',
    member: 'supportAddresses',
    unset: [],
    good: [
      ['support@example.com', ['support@example.com']],
      ['Support@Example.com, billing@example.com', ['support@example.com', 'billing@example.com']],
    ],
    mayBe: 'email addresses, separated by commas',
    bad: ['support', 'Support <support@example.com>', 'support@example.com,', 'a@example.com;b@example.com'],
  },
  {
    variable: 'NATS_URL',
    member: 'natsServers',
    unset: [],
    good: [
      ['nats://localhost:4222', ['nats://localhost:4222']],
      ['tls://a:4222, tls://b:4222', ['tls://a:4222', 'tls://b:4222']],
    ],
    mayBe: 'nats://… or tls://… addresses, separated by commas',
    bad: ['localhost:4222', 'nats://a,http://b', 'nats://a,'],
  },
  {
    variable: 'MESH_REGIONS',
    member: 'meshRegions',
    unset: ['eu', 'us', 'au'],
    good: [
      ['eu', ['eu']],
      ['EU, us-east-1', ['eu', 'us-east-1']],
    ],
    mayBe: 'at most 8 different regions (eu,us,au), separated by commas',
    bad: ['eu,', 'eu,eu', 'eu+us', 'region:eu', '-', 'a,b,c,d,e,f,g,h,i'],
  },
  {
    variable: 'OIDC_TRUSTED_EMAIL_DOMAINS',
    member: 'trustedEmailDomains',
    unset: [],
    good: [
      ['example.com', ['example.com']],
      ['Example.com, xn--bcher-kva.example', ['example.com', 'xn--bcher-kva.example']],
    ],
    mayBe: 'domains (example.com), separated by commas',
    bad: ['@example.com', 'ada@example.com', '*.example.com', '*', 'example.com,', 'two words'],
  },
  wholeNumber('CACHE_MEMORY_MB', 'cacheMemoryMb', 64, 1, 100_000),
  wholeNumber('MAX_HEADER_BYTES', 'maxHeaderBytes', 16_384, 8192, 131_072),
  {
    variable: 'VERIFIERS_PER_ACCOUNT',
    member: 'verifiersPerAccount',
    unset: 100,
    good: [['1', 1]],
    bad: ['0', '10001', 'many'],
    mayBe: 'a whole number from 1 to 10000',
  },
  {
    variable: 'VERIFIER_ENTRIES',
    member: 'verifierEntries',
    unset: 100_000,
    good: [['1000', 1000]],
    bad: ['999', '10000001'],
    mayBe: 'a whole number from 1000 to 10000000',
  },
  {
    variable: 'VERIFIER_CREDENTIALS_PER_SECOND',
    member: 'verifierCredentialsPerSecond',
    unset: 10_000,
    good: [['100', 100]],
    bad: ['99', '1000001'],
    mayBe: 'a whole number from 100 to 1000000',
  },
  {
    variable: 'VERIFIER_MAX_STALE_SECONDS',
    member: 'verifierMaxStaleSeconds',
    unset: 0,
    good: [['60', 60]],
    bad: ['-1', '3601'],
    mayBe: 'a whole number from 0 to 3600',
  },
  {
    variable: 'VERIFY_ANY_ACCOUNT',
    member: 'verifyAnyAccount',
    unset: false,
    good: [
      ['true', true],
      ['false', false],
    ],
    mayBe: 'true or false',
    bad: ['1', 'yes', 'TRUE'],
  },
  {
    variable: 'SIGNING_ALGORITHM',
    member: 'signingAlgorithm',
    unset: 'EdDSA',
    good: [
      ['ES256', 'ES256'],
      ['RS256', 'RS256'],
    ],
    mayBe: 'one of EdDSA, ES256, RS256',
    bad: ['HS256', 'none', 'eddsa', 'ES512'],
  },
  wholeNumber('API_KEY_TTL_DAYS', 'apiKeyTtlDays', 90, 1, 365),
  wholeNumber('API_KEYS_PER_ACCOUNT', 'apiKeysPerAccount', 5000, 1, 8000),
  wholeNumber('IMPORTED_KEYS_PER_ACCOUNT', 'importedKeysPerAccount', 100_000, 0, 1_000_000),
  wholeNumber('INVITATIONS_PER_DAY', 'invitationsPerDay', 200, 1, 100_000),
  wholeNumber('ACCESS_TOKEN_TTL_SECONDS', 'accessTokenTtlSeconds', 3600, 60, 86_400),
  wholeNumber('REFRESH_TOKEN_TTL_SECONDS', 'refreshTokenTtlSeconds', 86_400, 300, 2_592_000),
  wholeNumber('AUDIT_RETENTION_DAYS', 'auditRetentionDays', 400, 1, 36_500),
  {
    variable: 'METRICS_TOKEN',
    member: 'metricsToken',
    unset: undefined,
    good: [['sixteen characte', 'sixteen characte']],
    mayBe: 'at least 16 characters',
    bad: ['fifteen charact'],
  },
  wholeNumber('METRICS_PORT', 'metricsPort', undefined, 1, 65_535),
  {
    variable: 'TRUST_PROXY',
    member: 'trustProxy',
    unset: false,
    good: [
      ['1', 1],
      ['0', 0],
      ['10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
      ['192.0.2.7', ['192.0.2.7']],
    ],
    mayBe: 'the number of proxies, or their addresses or networks (CIDR), separated by commas',
    bad: ['true', '33', '10.0.0.0/33', '10.0.0.0/', 'proxy.example.com', '-1'],
  },
  wholeNumber('RATE_LIMIT_ANONYMOUS_PER_MINUTE', 'rateLimitAnonymousPerMinute', 300, 1, 1_000_000),
  {
    variable: 'APP_ORIGINS',
    member: 'appOrigins',
    unset: ['http://localhost:8080'],
    good: [
      [
        'https://app.example.com, http://localhost:3000',
        // The pages of the console are an app, too.
        ['https://app.example.com', 'http://localhost:3000', 'http://localhost:8080'],
      ],
      ['https://app.example.com, http://localhost:8080', ['https://app.example.com', 'http://localhost:8080']],
    ],
    mayBe: 'origins (https://app.example.com), separated by commas',
    bad: ['*', 'app.example.com', 'https://app.example.com/page', 'null'],
  },
  {
    variable: 'WEBAUTHN_RP_ID',
    member: 'webauthnRpId',
    unset: 'localhost',
    good: [
      ['localhost', 'localhost'],
      ['LocalHost', 'localhost'],
    ],
    mayBe: 'a domain name (example.com) that is the host of an origin in APP_ORIGINS, or a parent domain of it',
    bad: ['example.com', 'host', 'localhost:8080', 'http://localhost', '127.0.0.1', '::1', '.'],
  },
  {
    variable: 'BRANDING_DIR',
    member: 'brandingDir',
    unset: undefined,
    good: [['/data/brand', '/data/brand']],
    // Any text may be a path; the start says if there is no such file (platform/branding/branding.test.ts).
    mayBe: '',
    bad: [],
  },
  {
    variable: 'GEOIP_DATABASE',
    member: 'geoipDatabase',
    unset: undefined,
    good: [['/data/GeoLite2-City.mmdb', '/data/GeoLite2-City.mmdb']],
    // Any text may be a path; the start says if there is no such file (platform/geo/locate.test.ts).
    mayBe: '',
    bad: [],
  },
  {
    variable: 'WEBHOOK_ALLOW_NETWORKS',
    member: 'webhookAllowNetworks',
    unset: [],
    good: [
      ['127.0.0.0/8', ['127.0.0.0/8']],
      ['10.1.2.3, fd00::/8', ['10.1.2.3/32', 'fd00::/8']],
    ],
    mayBe: 'IP addresses or networks (CIDR), separated by commas',
    bad: ['localhost', '10.1.2.3/8', '10.0.0.0/8,', '10.0.0.0/33'],
  },
  {
    variable: 'WEBHOOK_CA_FILE',
    member: 'webhookCaFile',
    unset: undefined,
    good: [['/etc/ca.pem', '/etc/ca.pem']],
    // Any text may be a path; the start says if there is no such file (platform/outbound/guarded-post.test.ts).
    mayBe: '',
    bad: [],
  },
  wholeNumber('RATE_LIMIT_PER_CREDENTIAL_PER_SECOND', 'rateLimitPerCredentialPerSecond', undefined, 1, 1_000_000),
  {
    variable: 'GITHUB_SECRET_SCANNING_KEYS',
    member: 'githubSecretScanningKeys',
    unset: [],
    good: [
      [`f9525bf0:${P256}`, [{ identifier: 'f9525bf0', publicKey: P256 }]],
      [
        `a:${P256}, b:${P256}`,
        [
          { identifier: 'a', publicKey: P256 },
          { identifier: 'b', publicKey: P256 },
        ],
      ],
    ],
    mayBe: 'public keys of GitHub (identifier:base64 of a P-256 key in DER), separated by commas',
    bad: [P256, `a:${P256.slice(0, 40)}`, `a:${P384}`, 'a:', `:${P256}`, `a:${P256},`, `a b:${P256}`],
  },
  {
    variable: 'CORS_ORIGINS',
    member: 'corsOrigins',
    unset: [],
    good: [['https://app.example.com, http://localhost:3000', ['https://app.example.com', 'http://localhost:3000']]],
    mayBe: 'origins (https://app.example.com), separated by commas',
    bad: ['*', 'app.example.com', 'https://app.example.com/page', 'null'],
  },
  {
    variable: 'ACCESS_LOG',
    member: 'accessLog',
    unset: false,
    good: [
      ['true', true],
      ['false', false],
    ],
    mayBe: 'true or false',
    bad: ['1', 'yes', 'TRUE'],
  },
  {
    variable: 'CONSOLE',
    member: 'servesConsole',
    unset: true,
    good: [
      ['on', true],
      ['off', false],
    ],
    mayBe: 'on or off',
    bad: ['true', 'no', 'OFF'],
  },
  {
    variable: 'REFERENCE',
    member: 'servesReference',
    unset: true,
    good: [
      ['true', true],
      ['false', false],
    ],
    mayBe: 'true or false',
    bad: ['1', 'yes', 'TRUE'],
  },
  {
    variable: 'LOG_LEVEL',
    member: 'logLevel',
    unset: 'info',
    good: [
      ['trace', 'trace'],
      ['silent', 'silent'],
    ],
    mayBe: 'one of fatal, error, warn, info, debug, trace, silent',
    bad: ['verbose', 'INFO', '30'],
  },
]

/** PostgreSQL wants a master key beside it. */
const beside = (text: string) => (text.startsWith('postgres') ? { MASTER_KEY: KEY.toString('base64') } : {})

describe.each(cases)('$variable', ({ variable, member, unset, good, mayBe, bad }) => {
  test('has its default when it is missing or empty', () => {
    for (const environment of [{}, { [variable]: '' }, { [variable]: '  ' }]) {
      expect(readConfig(environment)[member]).toEqual(unset)
    }
  })

  test.each(good)('may be %s', (text, value) => {
    expect(readConfig({ ...beside(text), [variable]: text })[member]).toEqual(value)
    expect(readConfig({ ...beside(text), [variable]: ` ${text}\n` })[member]).toEqual(value)
  })

  test.each(bad)('stops the start when it is %s, and says what it may be without repeating it', (text) => {
    expect(() => readConfig({ [variable]: text })).toThrow(new ConfigError([`${variable} must be ${mayBe}`]))
  })
})

test('every wrong variable is named at once, one line each', () => {
  const environment = {
    PORT: 'x',
    HOST: 'y y',
    MASTER_KEY: 'z',
    DATABASE_URL: 'postgres://db/quiva',
    LOG_LEVEL: 'loud',
  }
  expect(() => readConfig(environment)).toThrow(
    new ConfigError([
      'HOST must be an IP address or a host name',
      'PORT must be a whole number from 0 to 65535',
      'MASTER_KEY must be 32 bytes in base64',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    ]),
  )
})

test('PostgreSQL, which several gateways share, takes a master key from the environment', () => {
  expect(() => readConfig({ DATABASE_URL: 'postgres://db/quiva' })).toThrow(
    'MASTER_KEY is required with PostgreSQL: 32 bytes in base64 (openssl rand -base64 32)',
  )
})

test('PUBLIC_URL follows PORT', () => {
  expect(readConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000')
})

test.each([
  ['https://api.example.com', {}, 'api.example.com'],
  ['https://api.example.com', { WEBAUTHN_RP_ID: 'example.com' }, 'example.com'],
  ['https://api.example.com', { APP_ORIGINS: 'https://app.test', WEBAUTHN_RP_ID: 'app.test' }, 'app.test'],
  // Browsers make no passkeys for IP addresses, however they are written.
  ['http://192.0.2.7:8080', {}, undefined],
  ['http://[2001:db8::7]', {}, undefined],
  ['http://0x7f.1', {}, undefined],
  ['http://192.0.2.7', { APP_ORIGINS: 'https://app.test', WEBAUTHN_RP_ID: 'app.test' }, 'app.test'],
])('with PUBLIC_URL %s and %j passkeys are for %s', (publicUrl, more, domain) => {
  expect(readConfig({ PUBLIC_URL: publicUrl, ...more }).webauthnRpId).toBe(domain)
})

test('without a console, the apps are those that were named', () => {
  expect(readConfig({ APP_ORIGINS: 'https://app.test', CONSOLE: 'off' }).appOrigins).toEqual(['https://app.test'])
})

test.each(['ample.com', 'com.', 'other.com', '2.7', '192.0.2.7'])('passkeys are never for %s', (domain) => {
  const origins = 'https://app.example.com,http://192.0.2.7'
  expect(() => readConfig({ APP_ORIGINS: origins, WEBAUTHN_RP_ID: domain })).toThrow('WEBAUTHN_RP_ID must be')
})

/** Every variable that is looked at, whatever the others say. */
function variablesRead(): Set<string> {
  const names = new Set<string>()
  const environment = new Proxy({} as Record<string, string>, {
    get(_target, name) {
      names.add(String(name))
      return undefined
    },
  })
  readConfig(environment)
  return names
}

test('docs/configuration.md lists each variable that is read, with its default, and no other', async () => {
  const page = await readFile(new URL('../../../../../docs/configuration.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \| (.+) \|$/gm)].map(([, name = '', byDefault = '']) => ({
    name,
    byDefault,
  }))
  const documented = rows.map(({ name }) => name)
  expect(documented.toSorted()).toEqual([...variablesRead()].sort())
  for (const { name, byDefault } of rows) {
    const { unset } = cases.find(({ variable }) => variable === name) ?? {}
    if (typeof unset === 'number') expect([name, byDefault]).toEqual([name, `\`${unset}\``])
    if (unset === undefined) expect([name, byDefault]).toEqual([name, 'none'])
  }
})

const PROVIDER = {
  OIDC_ISSUER: 'https://id.example.com',
  OIDC_CLIENT_ID: 'gateway',
  OIDC_CLIENT_SECRET: 'a secret of the provider',
}

describe('the OpenID provider', () => {
  test('is whole or not there', () => {
    expect(readConfig({}).oidc).toBeUndefined()
    expect(readConfig(PROVIDER).oidc).toEqual({
      issuer: 'https://id.example.com',
      clientId: 'gateway',
      clientSecret: 'a secret of the provider',
    })
    for (const missing of Object.keys(PROVIDER)) {
      expect(() => readConfig({ ...PROVIDER, [missing]: '' })).toThrow(
        new ConfigError(['OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together']),
      )
    }
  })

  test.each(['id.example.com', 'http://id.example.com', 'ftp://id.example.com'])('is not at %s', (issuer) => {
    expect(() => readConfig({ ...PROVIDER, OIDC_ISSUER: issuer })).toThrow('OIDC_ISSUER must be the https URL')
  })
})

const BUCKET = {
  S3_BUCKET: 'quiva-images',
  S3_REGION: 'eu-central-1',
  S3_ENDPOINT: 'https://s3.example.com',
  S3_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  S3_SECRET_ACCESS_KEY: 'a secret of the bucket',
}

describe('the bucket of images', () => {
  test('is there with its name; without an endpoint it is at AWS, without a key the machine has a role', () => {
    expect(readConfig({}).imageBucket).toBeUndefined()
    expect(readConfig(BUCKET).imageBucket).toEqual({
      bucket: 'quiva-images',
      region: 'eu-central-1',
      endpoint: 'https://s3.example.com',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret of the bucket' },
    })
    expect(readConfig({ S3_BUCKET: 'quiva-images' }).imageBucket).toEqual({
      bucket: 'quiva-images',
      region: 'us-east-1',
      endpoint: undefined,
      credentials: undefined,
    })
  })

  test.each<[Partial<typeof BUCKET>, string]>([
    [{ S3_BUCKET: 'Quiva_Images' }, 'S3_BUCKET must be the name of a bucket'],
    [{ S3_BUCKET: 'a/b' }, 'S3_BUCKET must be the name of a bucket'],
    [
      { S3_BUCKET: '' },
      'S3_BUCKET is required if one of S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY is set',
    ],
    [{ S3_REGION: 'eu central' }, 'S3_REGION must be a region, such as eu-central-1'],
    [{ S3_ENDPOINT: 's3.example.com' }, 'S3_ENDPOINT must be an http(s) URL without a path'],
    [{ S3_ENDPOINT: 'https://key:secret@s3.example.com' }, 'S3_ENDPOINT must be an http(s) URL without a path'],
    [{ S3_ACCESS_KEY_ID: '' }, 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together'],
    [{ S3_SECRET_ACCESS_KEY: '' }, 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together'],
  ])('stops the start if it is not whole: %j', (wrong, problem) => {
    expect(() => readConfig({ ...BUCKET, ...wrong })).toThrow(new ConfigError([problem]))
  })
})

const STRIPE = {
  STRIPE_SECRET_KEY: 'sk_test_0123456789abcdef',
  STRIPE_WEBHOOK_SECRET: 'whsec_first1234, whsec_second123',
  STRIPE_API_URL: 'http://127.0.0.1:12111',
  PAYMENT_GRACE_DAYS: '14',
}

describe('Stripe', () => {
  test('is its key and at least one secret of its webhooks, or not there; its address may be left out', () => {
    expect(readConfig({}).stripe).toBeUndefined()
    expect(readConfig(STRIPE).stripe).toEqual({
      secretKey: 'sk_test_0123456789abcdef',
      webhookSecrets: ['whsec_first1234', 'whsec_second123'],
      apiUrl: 'http://127.0.0.1:12111',
      graceDays: 14,
      livemode: false,
    })
    expect(readConfig({ ...STRIPE, STRIPE_API_URL: '' }).stripe).toMatchObject({ apiUrl: undefined })
    expect(readConfig({ ...STRIPE, PAYMENT_GRACE_DAYS: '' }).stripe).toMatchObject({ graceDays: undefined })
    for (const missing of ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'])
      expect(() => readConfig({ ...STRIPE, [missing]: '' })).toThrow(
        new ConfigError(['STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET must be set together']),
      )
  })

  test.each([
    ['sk_test_0123456789abcdef', false],
    ['rk_test_0123456789abcdef', false],
    ['sk_live_0123456789abcdef', true],
    ['rk_live_0123456789abcdef', true],
  ])('works in the mode of its key: %s', (key, livemode) => {
    expect(readConfig({ ...STRIPE, STRIPE_SECRET_KEY: key }).stripe?.livemode).toBe(livemode)
  })

  // A publishable key where the secret one belongs is the usual slip; the message repeats neither.
  test.each<[string, string, string]>([
    ['STRIPE_SECRET_KEY', 'pk_live_0123456789abcdef', 'a secret or restricted key of Stripe'],
    ['STRIPE_SECRET_KEY', 'sk_test_short', 'a secret or restricted key of Stripe'],
    ['STRIPE_WEBHOOK_SECRET', 'whsec_first1234,', 'signing secrets of webhooks'],
    ['STRIPE_WEBHOOK_SECRET', 'sk_test_0123456789abcdef', 'signing secrets of webhooks'],
    ...['-1', '91', '1.5', 'x'].map((days): [string, string, string] => [
      'PAYMENT_GRACE_DAYS',
      days,
      'a whole number from 1 to 90',
    ]),
    ['STRIPE_API_URL', 'http://stripe.example.com', 'an https URL without a path (http only on this machine)'],
    ['STRIPE_API_URL', 'https://stripe.example.com/v1', 'an https URL without a path (http only on this machine)'],
  ])('stops the start when %s is %s', (variable, value, mayBe) => {
    const reading = () => readConfig({ ...STRIPE, [variable]: value })
    expect(reading).toThrow(`${variable} must be ${mayBe}`)
    expect(reading).not.toThrow(value)
  })
})

const RECEIVER = 'http://otel.internal:4318'

/** What each variable of OpenTelemetry changes, and what it may not be. */
const TRACING: Record<string, { good: [string, object][]; bad: string[]; mayBe: string }> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    good: [
      ['http://otel:4318/', { url: 'http://otel:4318/v1/traces' }],
      ['https://otlp.example.com/api', { url: 'https://otlp.example.com/api/v1/traces' }],
    ],
    bad: ['otel:4318', 'grpc://otel', 'https://user:password@otel', 'https://otel/?key=1', 'https://otel/#x'],
    mayBe: 'an http(s) URL without user, query and fragment',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    good: [['https://other.example.com/in', { url: 'https://other.example.com/in' }]],
    bad: ['other'],
    mayBe: 'an http(s) URL without user, query and fragment',
  },
  OTEL_SDK_DISABLED: { good: [['false', {}]], bad: ['yes'], mayBe: 'true or false' },
  OTEL_TRACES_EXPORTER: { good: [['otlp', {}]], bad: ['zipkin', 'console'], mayBe: 'otlp or none' },
  OTEL_EXPORTER_OTLP_HEADERS: {
    good: [
      ['authorization=Bearer%20x, x-key = a=b', { headers: { authorization: 'Bearer x', 'x-key': 'a=b' } }],
      ['x-empty=', { headers: { 'x-empty': '' } }],
    ],
    bad: ['authorization', '=x', 'a=1,', 'a b=1', 'a=%0d%0ab', 'a=%zz', 'ä=1'],
    mayBe: 'a list of name=value, separated by commas, with special characters percent-encoded',
  },
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: {
    good: [['x-key=1', { headers: { 'x-key': '1' } }]],
    bad: ['x'],
    mayBe: 'a list of name=value, separated by commas, with special characters percent-encoded',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: {
    good: [['http/json', { protocol: 'http/json' }]],
    bad: ['grpc', 'json'],
    mayBe: 'http/protobuf or http/json',
  },
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: {
    good: [['http/json', { protocol: 'http/json' }]],
    bad: ['grpc'],
    mayBe: 'http/protobuf or http/json',
  },
  OTEL_EXPORTER_OTLP_COMPRESSION: {
    good: [
      ['gzip', { isCompressed: true }],
      ['none', { isCompressed: false }],
    ],
    bad: ['br'],
    mayBe: 'gzip or none',
  },
  OTEL_EXPORTER_OTLP_TIMEOUT: {
    good: [['500', { timeoutMs: 500 }]],
    bad: ['0', '10s'],
    mayBe: 'a whole number from 1 to 600000',
  },
  OTEL_EXPORTER_OTLP_CERTIFICATE: {
    good: [],
    bad: ['/nowhere/ca.pem', import.meta.dirname],
    mayBe: 'the path of a PEM file that can be read',
  },
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: {
    good: [],
    bad: ['/nowhere/cert.pem'],
    mayBe: 'the path of a PEM file that can be read',
  },
  OTEL_EXPORTER_OTLP_CLIENT_KEY: {
    good: [],
    bad: ['/nowhere/key.pem'],
    mayBe: 'the path of a PEM file that can be read',
  },
  OTEL_SERVICE_NAME: { good: [['keys', { resource: { 'service.name': 'keys' } }]], bad: [], mayBe: '' },
  OTEL_RESOURCE_ATTRIBUTES: {
    good: [['service.name=a%2Cb,x=1', { resource: { 'service.name': 'a,b', x: '1' } }]],
    bad: ['x', 'x=%'],
    mayBe: 'a list of name=value, separated by commas, with special characters percent-encoded',
  },
  OTEL_TRACES_SAMPLER: {
    good: [
      ['always_off', { sampler: { root: 'always_off', isParentBased: false } }],
      ['parentbased_traceidratio', { sampler: { root: 'traceidratio', isParentBased: true } }],
    ],
    bad: ['jaeger_remote', 'parentbased', 'constructor', '__proto__'],
    mayBe:
      'one of always_on, parentbased_always_on, always_off, parentbased_always_off, traceidratio, parentbased_traceidratio',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    good: [
      ['0.25', { ratio: 0.25 }],
      ['.5', { ratio: 0.5 }],
      ['1.0', { ratio: 1 }],
      ['0', { ratio: 0 }],
    ],
    bad: ['1.5', '-1', 'half', '50%'],
    mayBe: 'a number from 0 to 1',
  },
  OTEL_BSP_SCHEDULE_DELAY: {
    good: [['100', { batch: { delayMs: 100, mostWaiting: 2048, mostAtOnce: 512 } }]],
    bad: ['0'],
    mayBe: 'a whole number from 1 to 600000',
  },
  OTEL_BSP_MAX_QUEUE_SIZE: {
    good: [['100', { batch: { delayMs: 5000, mostWaiting: 100, mostAtOnce: 100 } }]],
    bad: ['0'],
    mayBe: 'a whole number from 1 to 1000000',
  },
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: {
    good: [['10', { batch: { delayMs: 5000, mostWaiting: 2048, mostAtOnce: 10 } }]],
    bad: ['0'],
    mayBe: 'a whole number from 1 to 1000000',
  },
}

describe('traces', () => {
  const on = { OTEL_EXPORTER_OTLP_ENDPOINT: RECEIVER }

  test('are off unless a variable says where they go, and where they are switched off', () => {
    expect(readConfig({}).tracing).toBeUndefined()
    expect(readConfig({ OTEL_SERVICE_NAME: 'keys' }).tracing).toBeUndefined()
    expect(readConfig({ ...on, OTEL_SDK_DISABLED: 'true' }).tracing).toBeUndefined()
    expect(readConfig({ ...on, OTEL_TRACES_EXPORTER: 'none' }).tracing).toBeUndefined()
  })

  test('have the defaults of OpenTelemetry', () => {
    expect(readConfig(on).tracing).toEqual({
      url: `${RECEIVER}/v1/traces`,
      protocol: 'http/protobuf',
      headers: {},
      isCompressed: false,
      timeoutMs: 10_000,
      tls: {},
      resource: { 'service.name': 'quiva-gateway' },
      sampler: { root: 'always_on', isParentBased: true },
      ratio: 1,
      batch: { delayMs: 5000, mostWaiting: 2048, mostAtOnce: 512 },
    })
  })

  test.each(Object.entries(TRACING))(
    '%s is read, and says what it may be without repeating it',
    (name, { good, bad, mayBe }) => {
      for (const [text, expected] of good) expect(readConfig({ ...on, [name]: text }).tracing).toMatchObject(expected)
      for (const text of bad)
        expect(() => readConfig({ ...on, [name]: text })).toThrow(new ConfigError([`${name} must be ${mayBe}`]))
    },
  )

  // Whoever shares an environment between programs must not lose the gateway.
  test('stop no start while they are off, though a variable means another program', () => {
    const others = {
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'jaeger_remote',
      OTEL_LOGS_EXPORTER: 'none',
    }
    expect(readConfig(others).tracing).toBeUndefined()
    expect(() => readConfig({ ...others, ...on })).toThrow('OTEL_EXPORTER_OTLP_PROTOCOL must be')
    expect(
      readConfig({ ...on, OTEL_METRICS_EXPORTER: 'none', OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'x' }).tracing,
    ).toBeDefined()
  })
})

test('each variable that is read has its case here', () => {
  const covered = [
    ...cases.map(({ variable }) => variable),
    ...Object.keys(PROVIDER),
    ...Object.keys(BUCKET),
    ...Object.keys(STRIPE),
    ...Object.keys(TRACING),
  ]
  expect(covered.toSorted()).toEqual([...variablesRead()].sort())
})

import { type ConnectionOptions, connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { expect, vi } from 'vitest'
import type { Role } from '../../src/platform/values/roles.ts'
import { type AccountState, accountJwt } from '../../src/transport/messaging/account-claims.ts'
import { type Bus, openBus } from '../../src/transport/messaging/bus.ts'
import { signClaims } from '../../src/transport/messaging/claims-jwt.ts'
import { renderCreds } from '../../src/transport/messaging/creds.ts'
import { createKeyPair, keyPairFromSeed } from '../../src/transport/messaging/nkeys.ts'
import {
  deleteAccountsJwt,
  operatorJwt,
  systemAccountJwt,
  systemUserJwt,
} from '../../src/transport/messaging/operator-claims.ts'
import { renderServerConfig } from '../../src/transport/messaging/server-config.ts'
import { userClaims } from '../../src/transport/messaging/user-claims.ts'

/** An operator with its system account, and the functions that tests need of them; all keys are new. */
export function createTestOperator() {
  const identity = createKeyPair('operator')
  const signingKey = createKeyPair('operator')
  const systemAccount = createKeyPair('account')
  const issuedAtSeconds = nowSeconds()
  const trust = {
    operatorJwt: operatorJwt(
      {
        name: 'test',
        signingKeys: [signingKey.publicKey],
        systemAccountPublicKey: systemAccount.publicKey,
        issuedAtSeconds,
      },
      identity,
    ),
    systemAccountPublicKey: systemAccount.publicKey,
    systemAccountJwt: systemAccountJwt(
      { systemAccountPublicKey: systemAccount.publicKey, issuedAtSeconds },
      signingKey,
    ),
  }
  const gateway = createKeyPair('user')
  const gatewayJwt = systemUserJwt(
    { userPublicKey: gateway.publicKey, name: 'gateway', issuedAtSeconds },
    systemAccount,
  )

  return {
    identity,
    signingKey,
    systemAccount,
    trust,
    config: (storeDir: string) => renderServerConfig({ ...trust, storeDir }),
    systemUser: () => ({ jwt: gatewayJwt, seed: gateway.seed }),
    accountJwt: (state: AccountState) => accountJwt(state, signingKey),
    deleteJwt: (accountPublicKey: string) =>
      deleteAccountsJwt({ accountPublicKeys: [accountPublicKey], issuedAtSeconds: nowSeconds() }, signingKey),
  }
}

export type TestOperator = ReturnType<typeof createTestOperator>

/** An account with one member per given role, whose state a test changes and pushes. */
export function createTestAccount(memberRoles: Role[] = ['developer']) {
  const account = createKeyPair('account')
  const members = memberRoles.map((role) => ({ role, key: createKeyPair('account') }))
  // It begins in the past, so that `next` can count up without reaching the future.
  let issuedAtSeconds = nowSeconds() - 1000
  return {
    publicKey: account.publicKey,
    seed: account.seed,
    members,
    /** The next state of the account, newer than the one before. */
    next: (change: Partial<AccountState> = {}): AccountState => ({
      accountPublicKey: account.publicKey,
      name: 'account',
      issuedAtSeconds: ++issuedAtSeconds,
      members: members.map(({ role, key }) => ({ role, signingKey: key.publicKey })),
      revocations: [],
      exports: [],
      imports: [],
      mostReplicas: 5,
      closed: false,
      ...change,
    }),
    /** New creds of the member with that role; for an existing NATS user if `keep` names one. */
    issue(
      role: Role = 'developer',
      keep: Partial<TestCreds> & { name?: string; expiresInSeconds?: number } = {},
    ): TestCreds {
      const member = members.find((candidate) => candidate.role === role)
      if (!member) throw new Error(`no member is ${role}`)
      const user = keep.seed === undefined ? createKeyPair('user') : keyPairFromSeed(keep.seed, 'user')
      const expiresAtSeconds = keep.expiresAtSeconds ?? nowSeconds() + (keep.expiresInSeconds ?? 3600)
      const claims = userClaims({
        userPublicKey: user.publicKey,
        name: keep.name ?? 'key',
        accountPublicKey: account.publicKey,
        issuedAtSeconds: nowSeconds(),
        expiresAtSeconds,
      })
      const jwt = signClaims(claims, member.key)
      return { userPublicKey: user.publicKey, seed: user.seed, expiresAtSeconds, text: renderCreds(jwt, user.seed) }
    },
  }
}

export type TestCreds = { userPublicKey: string; seed: string; expiresAtSeconds: number; text: string }

/** Connects with a creds file, as the official client does; rejects if the server refuses the creds. */
export function connectWithCreds(
  servers: string | string[],
  creds: string,
  options: ConnectionOptions = {},
): Promise<NatsConnection> {
  return connect({
    servers,
    authenticator: credsAuthenticator(new TextEncoder().encode(creds)),
    reconnect: false,
    timeout: 5000,
    ...options,
  })
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** A bus like the gateway's, connected to those servers, and the warnings that it has logged. */
export async function openTestBus(
  operator: TestOperator,
  servers: string[],
  options: { forgetServerAfterMs?: number } = {},
): Promise<{ bus: Bus; warnings: object[] }> {
  const warnings: object[] = []
  const log = {
    info: () => undefined,
    warn: (details: object, message: string) => warnings.push({ ...details, message }),
  }
  const bus = openBus({ servers, systemUser: operator.systemUser, log, ...options })
  await vi.waitFor(() => expect(bus.status()).toBe('connected'), { timeout: 10_000, interval: 10 })
  return { bus, warnings }
}

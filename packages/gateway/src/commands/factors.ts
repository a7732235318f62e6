import { createRemoveFactors, type RemovableFactor } from '../features/mfa/operator-factors.ts'
import { findRegisteredFactors, type RegisteredFactors } from '../features/mfa/operator-store.ts'
import type { Config } from '../platform/config/config.ts'
import { StartupError } from '../platform/errors/startup-error.ts'
import { createOutbox } from '../platform/outbox/outbox.ts'
import { normaliseEmail } from '../platform/values/email.ts'
import { createSendMail } from '../transport/mail/work.ts'
import { readBesideGateway } from './read-beside-gateway.ts'
import { withDatabase } from './with-database.ts'

const removable: Record<string, RemovableFactor> = { totp: 'totp', passkeys: 'passkeys', all: 'all' }

/** `npm run accounts -- factors ADDRESS`: returns the text to print; with `remove`, removes the factors first. */
export async function factors(config: Config, address: string, remove: string | undefined): Promise<string> {
  const email = normaliseEmail(address)
  if (remove !== undefined) return removeFactors(config, email, remove)
  const found = await readBesideGateway(config, (db) => findRegisteredFactors(db, email))
  if (!found) throw nobody(email)
  return describe(found)
}

async function removeFactors(config: Config, email: string, remove: string): Promise<string> {
  const which = removable[remove]
  if (!which) throw new StartupError(`--remove must be totp, passkeys or all, not “${remove}”.`)
  return withDatabase(config, async ({ database, sealer }) => {
    const sendMail = createSendMail(createOutbox(sealer))
    const removed = await createRemoveFactors({ database, sendMail })(email, which)
    if (!removed) throw nobody(email)
    const parts = [
      removed.totp && 'the authenticator app',
      removed.passkeys > 0 && (removed.passkeys === 1 ? 'a passkey' : `${removed.passkeys} passkeys`),
      removed.codesDropped && 'the recovery codes',
    ].filter((part) => part !== false)
    if (parts.length === 0) return `${email} has no such second factor. Nothing was changed.\n`
    return `Removed from ${email}: ${parts.join(', ')}. The user gets a mail, and the audit log records it.\n`
  })
}

function describe({ email, userId, totp, passkeys, passkeysAreOn, hasRecoveryCodes }: RegisteredFactors): string {
  const state = (isOn: boolean) => (isOn ? 'on' : 'registered, switched off')
  const lines = [
    `${email} (${userId})`,
    `Authenticator app: ${totp ? `${state(totp.isOn)}, since ${day(totp.createdAt)}` : 'none'}`,
    `Passkeys: ${passkeys.length > 0 ? state(passkeysAreOn) : 'none'}`,
    ...passkeys.map(
      ({ alias, createdAt, lastUsedAt }) =>
        `  ${alias}, since ${day(createdAt)}, last used ${lastUsedAt === null ? 'never' : day(lastUsedAt)}`,
    ),
    `Recovery codes: ${hasRecoveryCodes ? 'yes' : 'none'}`,
  ]
  return `${lines.join('\n')}\n`
}

function nobody(email: string): StartupError {
  return new StartupError(`There is no user with the address ${email}.`)
}

function day(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}

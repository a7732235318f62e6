import { checkMemberVersion } from '../../access/directory/memberships.ts'
import { type ProfileChanges, updateProfile } from '../../access/directory/users.ts'
import type { Principal } from '../../access/principal.ts'
import { permit, recheckTarget, type TargetUser } from '../../access/targets.ts'
import { type Origin, record } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { lockUser } from '../../platform/database/locks.ts'
import { invalid, Refusal } from '../../platform/errors/refusal.ts'
import { parseUserName } from '../../platform/values/user-names.ts'
import type { ExpectedVersion } from '../../platform/values/versions.ts'
import type { Factors, WantedFactors } from './factors.ts'
import { mergePreferences, type PartialPreferences, readPreferences } from './notification-preferences.ts'
import { readProfile, versionOfProfile } from './store.ts'

const themes: readonly string[] = ['light', 'dark', 'auto']

export type UpdateUserInput = {
  firstName?: string | undefined
  lastName?: string | undefined
  theme?: string | undefined
  sound?: boolean | undefined
  notificationPreferences?: PartialPreferences | undefined
  /** Of the member, or of the caller's own profile. */
  expected?: ExpectedVersion
  factors: WantedFactors & { mfaToken: string | undefined }
}

/**
 * updateUser: changes the caller's names and settings. Of another user it changes only the names, and only if that user
 * belongs to this account alone (docs/decisions/0008). It makes all the changes or none.
 */
export type UpdateUser = (
  principal: Principal,
  target: TargetUser,
  input: UpdateUserInput,
  origin: Origin,
) => Promise<void>

type Deps = { database: Database; factors: Factors }

export function createUpdateUser({ database, factors }: Deps): UpdateUser {
  return async (principal, target, input, origin) => {
    const { theme, sound, notificationPreferences: sent } = input
    const asksPreferences = theme !== undefined || sound !== undefined || sent !== undefined
    const asksFactors = input.factors.totp !== undefined || input.factors.passkey !== undefined
    if (asksPreferences) permit(principal, 'updateUser:preferences', target.kind)
    if (asksFactors) permit(principal, 'updateUser:factors', target.kind)
    const plain = parse(input)
    if (asksFactors) await factors.countChange(principal.userId)
    await database.transaction(async (tx) => {
      const { userId } = target
      await recheckTarget(tx, principal, 'updateUser', target)
      // The lock keeps both changes if two requests change different parts of the preferences at once.
      const user = await lockUser(tx, userId)
      if (!user) throw new Refusal('unauthorized')
      const profile = await readProfile(tx.db, userId)
      const own = target.kind === 'self' && profile ? [versionOfProfile(profile)] : []
      await checkMemberVersion(tx, principal.accountId, userId, input.expected, ...own)
      const current = readPreferences(profile?.notification_preferences ?? null)
      const preferences = sent && mergePreferences(current, sent, '/body/notification_preferences')
      const changes = { ...plain, ...(preferences && { notification_preferences: JSON.stringify(preferences) }) }
      const changed = Object.keys(changes)
      if (changed.length > 0) await updateProfile(tx, user, changes)
      if (asksFactors) await factors.change(tx, principal, input.factors, origin)
      if (changed.length === 0) return
      await record(tx, {
        action: 'user.updated',
        accountId: principal.accountId,
        actor: principal,
        origin,
        target: { type: 'user', id: userId },
        details: { changed: changed.join(', ') },
      })
    })
  }
}

function parse({ firstName, lastName, theme, sound }: UpdateUserInput): ProfileChanges {
  if (theme !== undefined && !themes.includes(theme))
    throw invalid('/body/theme', `must be one of ${themes.join(', ')}`)
  const name = (typed: string, path: string) => parseUserName(typed, path, { required: false })
  return {
    ...(firstName !== undefined && { first_name: name(firstName, '/body/first_name') }),
    ...(lastName !== undefined && { last_name: name(lastName, '/body/last_name') }),
    ...(theme !== undefined && { theme }),
    ...(sound !== undefined && { sound: sound ? 1 : 0 }),
  }
}

import { CliError, wrongUsage } from '../errors.ts'
import { type Output, table, visible } from '../output.ts'
import type { Profile, Sessions } from '../sessions.ts'

type Parts = { sessions: Sessions; output: Output; hasApiKey: boolean }

/** The sign-ins that are kept here, which may have ended at their gateways meanwhile: nobody is asked. */
export async function listProfiles({ sessions, output, hasApiKey }: Parts): Promise<void> {
  const profiles = await sessions.list()
  if (profiles.length === 0) {
    output.result([], 'There are no sign-ins on this computer. Run: quiva login')
    return
  }
  const rows = profiles.map(({ profile, account, email, apiUrl, inUse }) => [
    profile,
    account,
    email,
    apiUrl,
    inUse ? 'in use' : '',
  ])
  output.result(profiles.map(toJson), table([['NAME', 'ACCOUNT', 'USER', 'GATEWAY', ''], ...rows]))
  if (hasApiKey) noteKey(output)
}

/** Has another sign-in in use. */
export async function switchProfile(name: string | undefined, { sessions, output, hasApiKey }: Parts): Promise<void> {
  const wanted = name ?? theOther(await sessions.list())
  const used = await sessions.use(wanted)
  if (!used) {
    const message = `There is no sign-in with the name ${visible(wanted)}. See quiva accounts, or sign in with quiva login.`
    throw new CliError('refused', 'not_signed_in', message)
  }
  const { account, email, apiUrl } = used
  output.result(toJson(used), `In use: the account ${visible(account)} as ${visible(email)}, at ${apiUrl}.`)
  if (hasApiKey) noteKey(output)
}

function theOther(profiles: Profile[]): string {
  const [other, ...more] = profiles.filter(({ inUse }) => !inUse)
  if (other === undefined || more.length > 0) throw wrongUsage('name the sign-in to use; quiva accounts lists them')
  return other.profile
}

function noteKey(output: Output): void {
  output.note('QUIVA_API_KEY is set, so commands use that key. To use the sign-in: unset QUIVA_API_KEY')
}

function toJson({ profile, account, email, apiUrl, inUse }: Profile) {
  return { profile, account, email, api_url: apiUrl, in_use: inUse }
}

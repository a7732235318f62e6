import type { Connect } from '../connect.ts'
import { CliError } from '../errors.ts'
import { type LimitOptions, limitsToSet } from '../limits.ts'
import { type Output, visible } from '../output.ts'
import { type ReservedFile, reserveFile } from '../private-file.ts'

export type IssueOptions = LimitOptions & { expiryDays?: number; credsFile?: string; force?: true }

type Parts = { connect: Connect; output: Output }

/** issueApiKey. The file for the creds is reserved first: what is shown once must not get lost for want of a place. */
export async function issueKey(name: string, options: IssueOptions, { connect, output }: Parts): Promise<void> {
  const { expiryDays, credsFile, force = false } = options
  const { client } = await connect.signedIn()
  const file = credsFile === undefined ? undefined : await reserveFile(credsFile, { force })
  const expiry = expiryDays === undefined ? {} : { expiry_days: expiryDays }
  const body = { key_name: name, ...expiry, ...limitsToSet(options) }
  const { data } = await client.POST('/accounts/api-key', { body }).catch(async (error: unknown) => {
    await file?.release()
    throw error
  })
  const { creds, ...issued } = data
  const kept = await keep(file, creds)
  // The key is there already: whatever becomes of the file, its owner must see it.
  output.result({ ...issued, ...(kept === 'written' ? { creds_file: credsFile } : { creds }) }, issued.key)
  output.note(`The key ${visible(issued.name)} (${issued.id}) is good until ${issued.expires_on.slice(0, 10)}.
It is shown this once: keep it in a secret store, and hand it to programs as QUIVA_API_KEY.
${aboutCreds(creds, kept === 'written' ? credsFile : undefined)}`)
  if (kept instanceof Error) throw kept
}

/** Puts the creds into the file, if one was asked for; resolves to what was in the way. */
async function keep(file: ReservedFile | undefined, creds: string | undefined): Promise<'written' | Error | undefined> {
  if (!file) return undefined
  if (creds === undefined) {
    await file.release()
    return new CliError('refused', 'creds_barred', `${OFF_THE_BUS} No file was written.`)
  }
  try {
    await file.write(creds)
    return 'written'
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const OFF_THE_BUS = 'The limits of the key keep it off the message bus: it has no creds.'

function aboutCreds(creds: string | undefined, file: string | undefined): string {
  if (creds === undefined) return OFF_THE_BUS
  if (file !== undefined) return `The creds for the message bus are in ${file}.`
  return 'Its creds for the message bus: quiva keys creds --creds-file <path>'
}

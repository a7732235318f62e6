import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'
import { reserveFile } from '../private-file.ts'

export type IssueOptions = { expiryDays?: number; credsFile?: string; force?: true }

type Parts = { connect: Connect; output: Output }

/** issueApiKey. The file for the creds is reserved first: what is shown once must not get lost for want of a place. */
export async function issueKey(name: string, options: IssueOptions, { connect, output }: Parts): Promise<void> {
  const { expiryDays, credsFile, force = false } = options
  const { client } = await connect.signedIn()
  const file = credsFile === undefined ? undefined : await reserveFile(credsFile, { force })
  const body = { key_name: name, ...(expiryDays !== undefined && { expiry_days: expiryDays }) }
  const { data } = await client.POST('/accounts/api-key', { body }).catch(async (error: unknown) => {
    await file?.release()
    throw error
  })
  const { creds, ...issued } = data
  const written = file?.write(creds)
  // The key is there already: whatever becomes of the file, its owner must see it.
  const problem = await written?.then(
    () => undefined,
    (error: unknown) => error,
  )
  const kept = written && problem === undefined
  output.result({ ...issued, ...(kept ? { creds_file: credsFile } : { creds }) }, issued.key)
  output.note(`The key ${visible(issued.name)} (${issued.id}) is good until ${issued.expires_on.slice(0, 10)}.
It is shown this once: keep it in a secret store, and hand it to programs as QUIVA_API_KEY.
${kept ? `The creds for the message bus are in ${credsFile}.` : 'Its creds for the message bus: quiva keys creds --creds-file <path>'}`)
  if (problem !== undefined) throw problem
}

import { CliError } from './errors.ts'
import { type Output, visible } from './output.ts'
import { type ReservedFile, reserveFile } from './private-file.ts'

/** Where the creds of a new key go. */
export type CredsPlace = { credsFile?: string; force?: true }

type NewKey = { id: string; name: string; key: string; creds?: string; expires_on: string }

/**
 * Gets a new key and shows it, its creds in a file or beside it. The file is reserved first: what is shown once must not
 * get lost for want of a place.
 */
export async function showNewKey<Data extends NewKey>(
  { credsFile, force }: CredsPlace,
  output: Output,
  getKey: () => Promise<Data>,
): Promise<Data> {
  const file = credsFile === undefined ? undefined : await reserveFile(credsFile, { force: force === true })
  const data = await getKey().catch(async (error: unknown) => {
    await file?.release()
    throw error
  })
  const { creds, ...shown } = data
  const kept = await keep(file, creds)
  // The key is there already: whatever becomes of the file, its owner must see it.
  output.result({ ...shown, ...(kept === 'written' ? { creds_file: credsFile } : { creds }) }, data.key)
  output.note(`The key ${visible(data.name)} (${data.id}) is good until ${data.expires_on.slice(0, 10)}.
It is shown this once: keep it in a secret store, and hand it to programs as QUIVA_API_KEY.
${aboutCreds(creds, kept === 'written' ? credsFile : undefined)}`)
  if (kept instanceof Error) throw kept
  return data
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

const OFF_THE_BUS = 'The message bus cannot enforce the limits of this key, so the key has no creds.'

function aboutCreds(creds: string | undefined, file: string | undefined): string {
  if (creds === undefined) return OFF_THE_BUS
  if (file !== undefined) return `The creds for the message bus are in ${file}.`
  return 'To get its creds for the message bus: quiva keys creds --creds-file <path>'
}

/** The header of a request that may be sent again, where the person gave it. */
export function idempotencyHeader(idempotencyKey: string | undefined) {
  return idempotencyKey === undefined ? {} : { params: { header: { 'idempotency-key': idempotencyKey } } }
}

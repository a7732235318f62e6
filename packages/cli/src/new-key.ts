import { type Output, visible } from './output.ts'
import { reserveFile } from './private-file.ts'

/** Where the creds of a new key go. */
export type CredsPlace = { credsFile?: string; force?: true }

type NewKey = { id: string; name: string; key: string; creds: string; expires_on: string }

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
  const written = file?.write(creds)
  // The key is there already: whatever becomes of the file, its owner must see it.
  const problem = await written?.then(
    () => undefined,
    (error: unknown) => error,
  )
  const kept = written && problem === undefined
  output.result({ ...shown, ...(kept ? { creds_file: credsFile } : { creds }) }, data.key)
  output.note(`The key ${visible(data.name)} (${data.id}) is good until ${data.expires_on.slice(0, 10)}.
It is shown this once: keep it in a secret store, and hand it to programs as QUIVA_API_KEY.
${kept ? `The creds for the message bus are in ${credsFile}.` : 'Its creds for the message bus: quiva keys creds --creds-file <path>'}`)
  if (problem !== undefined) throw problem
  return data
}

/** The header of a request that may be sent again, where the person gave it. */
export function idempotencyHeader(idempotencyKey: string | undefined) {
  return idempotencyKey === undefined ? {} : { params: { header: { 'idempotency-key': idempotencyKey } } }
}

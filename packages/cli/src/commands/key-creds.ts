import type { Ask } from '../ask.ts'
import type { Connect } from '../connect.ts'
import { readKey } from '../key-input.ts'
import type { Output } from '../output.ts'
import { reserveFile } from '../private-file.ts'

export type CredsOptions = { credsFile?: string; format?: 'quiva' | 'nats'; force?: true }

type Parts = { connect: Connect; ask: Ask; output: Output; apiKey: string | undefined }

/** getApiCreds. The key itself is the credential of the call, so that nobody has to be signed in. */
export async function keyCreds(given: string | undefined, options: CredsOptions, parts: Parts): Promise<void> {
  const { connect, ask, output, apiKey } = parts
  const { credsFile, format, force = false } = options
  const orElse = 'the key is missing: pipe it in with -, or set QUIVA_API_KEY'
  const key = await readKey(given ?? apiKey, 'The API key', orElse, ask)
  const client = connect.withKey(key)
  const file = credsFile === undefined ? undefined : await reserveFile(credsFile, { force })
  try {
    const query = { key, ...(format !== undefined && { format }) }
    const { data: creds } = await client.GET('/accounts/api-creds', { params: { query } })
    await file?.write(creds)
    if (file) output.result({ creds_file: credsFile }, `The creds are in ${credsFile}. They are as secret as the key.`)
    else output.result({ creds }, creds)
  } finally {
    await file?.release()
  }
}

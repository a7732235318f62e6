import { access } from 'node:fs/promises'
import path from 'node:path'
import type { Connect } from '../connect.ts'
import { wrongUsage } from '../errors.ts'
import type { Output } from '../output.ts'

export type NatsConfigOptions = { credsFile: string; server: string; name?: string }

type Parts = { apiUrl: string; connect: Connect; output: Output }

/**
 * A context of the command `nats` (ADR-21 of NATS) for the account: its user is that of a key whose creds lie in a file.
 * It holds the file's name, not the creds.
 */
export async function natsConfig(options: NatsConfigOptions, { apiUrl, connect, output }: Parts): Promise<void> {
  const { credsFile, server } = options
  const creds = path.resolve(credsFile)
  await access(creds).catch(() => {
    throw wrongUsage(
      `${credsFile} cannot be read; to write the creds of a key to it: quiva keys creds --creds-file <path>`,
    )
  })
  const { client } = await connect.signedIn()
  const { data: account } = await client.GET('/accounts/info')
  const { id = '', name: accountName = '' } = account
  const name = options.name ?? contextName(accountName)
  const context = { description: `account ${accountName} (${id}) of ${apiUrl}`, url: server, creds }
  output.result(context, JSON.stringify(context, null, 2))
  output.note(`As ~/.config/nats/context/${name}.json it is used with: nats --context ${name} sub '>'
Or let nats write it: nats context add ${name} --server ${server} --creds ${creds}`)
}

/** Names of contexts are names of files. */
function contextName(account: string): string {
  return account.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'quiva'
}

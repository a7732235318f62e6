import { type Client, QuivaError } from '@quiva/client'
import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'

type Parts = { apiUrl: string; connect: Connect; output: Output }

/** getUserLoginData: by which credential, as whom, where. A key of the account is nobody, so of it only where. */
export async function whoami({ apiUrl, connect, output }: Parts): Promise<void> {
  const { client, credential } = await connect.signedIn()
  const data = await readPerson(client)
  if (!data) return showAccount(client, { apiUrl, output })
  const { user, user_id, first_name, last_name, role, account } = data
  const name = `${first_name} ${last_name}`.trim()
  const lines = [
    ['User', name ? `${name} <${user}>` : user],
    ['Account', account.id ? `${account.name} (${account.id})` : `${account.name}`],
    ['Role', role],
    ['Credential', credential === 'key' ? 'API key, from QUIVA_API_KEY' : 'session, from quiva login'],
    ['Gateway', apiUrl],
  ]
  output.result({ user, user_id, first_name, last_name, role, account, credential, api_url: apiUrl }, inColumns(lines))
}

async function readPerson(client: Client) {
  try {
    return (await client.GET('/accounts/user-login-data')).data
  } catch (error) {
    if (error instanceof QuivaError && error.code === 'person_required') return undefined
    throw error
  }
}

async function showAccount(client: Client, { apiUrl, output }: Omit<Parts, 'connect'>): Promise<void> {
  const { data: account } = await client.GET('/accounts/info')
  const lines = [
    ['User', 'none'],
    ['Account', `${account.name} (${account.id})`],
    ['Credential', 'API key of the account'],
    ['Gateway', apiUrl],
  ]
  output.result({ user: null, account, credential: 'key', api_url: apiUrl }, inColumns(lines))
}

function inColumns(lines: string[][]): string {
  return lines.map(([label = '', value = '']) => `${label.padEnd(12)}${visible(value)}`).join('\n')
}

import type { Connect } from '../connect.ts'
import { type Output, visible } from '../output.ts'

type Parts = { apiUrl: string; connect: Connect; output: Output }

/** getUserLoginData: by which credential, as whom, where. */
export async function whoami({ apiUrl, connect, output }: Parts): Promise<void> {
  const { client, credential } = await connect.signedIn()
  const { data } = await client.GET('/accounts/user-login-data')
  const { user, user_id, first_name, last_name, role, account } = data
  const name = `${first_name} ${last_name}`.trim()
  const lines = [
    ['User', name ? `${name} <${user}>` : user],
    ['Account', account.id ? `${account.name} (${account.id})` : `${account.name}`],
    ['Role', role],
    ['Credential', credential === 'key' ? 'API key, from QUIVA_API_KEY' : 'session, from quiva login'],
    ['Gateway', apiUrl],
  ]
  output.result(
    { user, user_id, first_name, last_name, role, account, credential, api_url: apiUrl },
    lines.map(([label = '', value = '']) => `${label.padEnd(12)}${visible(value)}`).join('\n'),
  )
}

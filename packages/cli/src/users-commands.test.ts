import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfirmation, readLink } from '../../client/test/mails.ts'
import { type RunningGateway, startGateway } from '../test/gateway.ts'
import { createPerson, type Person } from '../test/quiva.ts'

const email = 'ada@example.com'
const jane = 'jane@example.com'
const PASSWORD = 'correct-Horse7'
const env = { QUIVA_PASSWORD: PASSWORD }
const invite = ['users', 'invite', jane, '--role', 'developer', '--first-name', 'Jane', '--last-name', '\u202eSmith']

let gateway: RunningGateway
let ada: Person
let member: Person
beforeAll(async () => {
  gateway = await startGateway()
  ada = await createPerson(gateway.url, { inProcess: true })
  member = await createPerson(gateway.url, { inProcess: true })
  await ada.json(['signup', '--account', 'acme', '--email', email], { env })
  await ada.json(['confirm', (await readConfirmation(gateway.dataDir, email)).code])
  await ada.json(['login', '--email', email], { env })
})
afterAll(async () => {
  await ada.remove()
  await member.remove()
  await gateway.stop()
})

async function follow(link: string): Promise<number> {
  const token = new URL(link).searchParams.get('token')
  const { status } = await fetch(`${gateway.url}/accounts/set-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password: PASSWORD }),
  })
  return status
}
const list = async () => (await ada.quiva(['users', 'list'])).stdout

test('a member comes by mail, is listed, gets another role, is suspended, let in, and removed', async () => {
  const invited = await ada.quiva(invite)
  expect(invited).toMatchObject({ code: 0, stderr: '' })
  expect(invited.stdout).toBe(
    `${jane}: The invitation mail is being sent. The invitation can be accepted for 48 hours.\n`,
  )
  const link = await readLink(gateway.dataDir, 'set-password', jane)
  // What others typed cannot turn the terminal round.
  expect(await list()).toMatch(/^jane@example\.com +Jane \ufffdSmith +developer +invited +2\d{3}-\d\d-\d\d \d\d:\d\d$/m)
  expect(await ada.quiva(invite)).toMatchObject({ code: 1, stderr: expect.stringContaining('quiva users list') })

  expect(await ada.json(['users', 'resend', jane])).toMatchObject({ email: jane })
  await expect.poll(() => readLink(gateway.dataDir, 'set-password', jane)).not.toBe(link)
  expect(await follow(link)).toBe(400)
  expect(await follow(await readLink(gateway.dataDir, 'set-password', jane))).toBe(200)
  await member.json(['login', '--email', jane], { env })

  const changed = await ada.json(['users', 'role', jane, 'monitor'])
  const revocation = { confirmed: true, holders: 1, took_ms: expect.any(Number) }
  expect(changed).toEqual({ email: jane, message: 'The role is now monitor.', creds_updated: null, revocation })
  expect(await member.quiva(['users', 'list'])).toMatchObject({ code: 1, stdout: '' })
  await ada.json(['users', 'suspend', jane])
  expect(await list()).toMatch(/^jane@example\.com .* monitor +suspended$/m)
  expect(await member.quiva(['whoami'])).toMatchObject({ code: 1 })
  await ada.json(['users', 'resume', jane])
  expect(await member.quiva(['whoami'])).toMatchObject({ code: 0 })
  expect((await ada.quiva(['users', 'remove', jane])).stdout).toBe(`${jane}: The member was removed.\n`)
  expect(await ada.json<{ email: string }[]>(['users', 'list'])).toMatchObject([{ email, role: 'root' }])
})

test('who is no member is refused, and the refusal says where to look', async () => {
  const refused = await ada.quiva(['users', 'remove', 'nobody@example.com'])
  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('See: quiva users list') })
})
